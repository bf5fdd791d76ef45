import type { Command } from 'commander';
import type { CommandIo } from '../io.ts';
import { formatOption } from '../options.ts';

export interface DoctorOptions {
  readonly root?: string;
  readonly program?: string;
  readonly ask: boolean;
  readonly timeout: string;
  readonly limit: string;
  readonly format: 'pretty' | 'json';
}

/** `basewise dns doctor [--root DIR]`: inside a pod or a debug container. `dns` is the parent command. */
export function registerDnsDoctor(dns: Command, io: CommandIo): void {
  dns
    .command('doctor')
    .description('where the trouble is: who resolves for a process, with which configuration, what the servers do, which tools mislead')
    .argument('[names...]', 'names to look up as the application does')
    .option('--root <dir>', 'the root file system of the application: /proc/PID/root, or any folder (default: this one)')
    .option('--program <path>', 'its program, as a path in that root (default: that of the process)')
    .option('--no-ask', 'ask no server')
    .option('--timeout <seconds>', 'how long to wait for one answer', '2')
    .option('--limit <seconds>', 'give a client up after so long', '30')
    .addOption(formatOption())
    .action(async (names: string[], options: DoctorOptions) => {
      const { runDoctor } = await import('../dns-doctor/run-doctor.ts');
      await runDoctor(names, options, io);
    });
}
