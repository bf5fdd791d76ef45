import type { Command } from 'commander';
import type { CommandIo } from '../io.ts';
import { registerDnsDoctor } from './dns-doctor.ts';
import { registerDnsHeadroom } from './dns-headroom.ts';
import { registerDnsLookup } from './dns-lookup.ts';
import { registerDnsProbe } from './dns-probe.ts';
import { registerDnsReplay } from './dns-replay.ts';
import { registerDnsServe } from './dns-serve.ts';

/** `basewise dns …`. */
export function registerDns(program: Command, io: CommandIo): void {
  const dns = program.command('dns').description('what resolvers do with a name, and DNS servers that misbehave on purpose');
  registerDnsDoctor(dns, io);
  registerDnsHeadroom(dns, io);
  registerDnsLookup(dns, io);
  registerDnsProbe(dns, io);
  registerDnsReplay(dns, io);
  registerDnsServe(dns, io);
}
