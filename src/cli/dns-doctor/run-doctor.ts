import { hostname } from 'node:os';
import { BasewiseError } from '../../errors.ts';
import { readFile } from '../../distro/read-file.ts';
import { diagnose } from '../../dns/doctor/diagnose.ts';
import type { Patient, Ward } from '../../dns/doctor/diagnose.ts';
import type { Files } from '../../dns/doctor/clients-of.ts';
import { prettyDiagnosis } from '../../dns/doctor/pretty-doctor.ts';
import { firstProcess, otherRoots, processOfRoot } from '../../dns/doctor/process-facts.ts';
import type { ProcessFacts } from '../../dns/doctor/process-facts.ts';
import { whoResolves } from '../../dns/doctor/who-resolves.ts';
import { diagnosisExit } from '../../dns/doctor/verdict.ts';
import { createLiveClock } from '../../dns/live/live-clock.ts';
import { lookUpLive } from '../../dns/live/live-lookup.ts';
import { createLiveNetwork } from '../../dns/live/live-network.ts';
import { lookupJson } from '../../dns/lookup/look-up-as.ts';
import { standAt } from '../../dns/lookup/stand.ts';
import { byteTextOf } from '../../formats/wire/byte-text.ts';
import type { ConfigurationFile } from '../../resolver/client.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import type { DoctorOptions } from '../commands/dns-doctor.ts';
import type { CommandIo } from '../io.ts';
import { onDemandRoot } from '../ldd/on-demand-root.ts';

const files: readonly ConfigurationFile[] = ['resolv.conf', 'hosts', 'nsswitch.conf', 'gai.conf', 'host.conf', 'services'];
const largestFile = 4 * 1024 * 1024;

export async function runDoctor(names: readonly string[], options: DoctorOptions, io: CommandIo): Promise<void> {
  const root = options.root ?? '/';
  const rootfs = onDemandRoot(root);
  const process_ = processOfRoot(root);
  const program = options.program ?? process_?.program;
  const clock = createLiveClock();
  const place = {
    files: configurationOf(rootfs),
    env: process_?.env ?? resolverEnvironment(root === '/' ? io.env : {}),
    hostname: hostname(),
  };
  const stand = { ...standAt(place.files, []), env: place.env, hostname: place.hostname };
  const live = createLiveNetwork(clock, stand.servers);
  const patient: Patient = { rootfs, place, interfaces: live.network.interfaces(), ...(program === undefined ? {} : { program }) };
  const limitMs = secondsOf('--limit', options.limit);
  const ward: Ward = {
    world: { network: live.network, clock, timeoutMs: secondsOf('--timeout', options.timeout) },
    look: (client, request) => lookUpLive(client, request, stand, limitMs),
  };
  io.progress.update('asking');
  try {
    const here = root === '/' ? undefined : onDemandRoot('/');
    const diagnosis = await diagnose(patient, here, names, options.ask ? ward : undefined);
    const notes = [...notesOf(root, process_), ...(root === '/' && program === undefined ? firstProgramNote(rootfs) : [])];
    if (options.format === 'json') {
      const told = diagnosis.names.map(({ lookup, headroom }) => ({ lookup: lookupJson(lookup), headroom }));
      io.out(`${JSON.stringify({ root, process: process_, ...diagnosis, names: told, notes }, jsonValue, 2)}\n`);
    } else {
      io.out(prettyDiagnosis({ ...diagnosis, notAsked: [...diagnosis.notAsked, ...notes] }, aboutWords(root, process_), io.columns));
    }
    io.exitWith(diagnosisExit(diagnosis));
  } finally {
    live.close();
  }
}

/** As the process sees them. A folder's own resolv.conf is a container's only where a runtime put it there. */
function configurationOf(rootfs: Rootfs): Files {
  const found: Partial<Record<ConfigurationFile, string>> = {};
  for (const name of files) {
    const file = readFile(rootfs, `/etc/${name}`, largestFile);
    if (file.kind === 'bytes') found[name] = byteTextOf(file.bytes);
  }
  return found;
}

function resolverEnvironment(env: CommandIo['env']): Record<string, string> {
  const kept = ['LOCALDOMAIN', 'RES_OPTIONS', 'HOSTALIASES', 'GODEBUG'];
  return Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

function notesOf(root: string, facts: ProcessFacts | null): readonly string[] {
  const network =
    facts?.otherNetwork === true
      ? [`the process ${facts.pid} lives in another network namespace: the servers were asked from this one (nsenter -t ${facts.pid} -n)`]
      : [];
  const unread =
    facts !== null && facts.program === undefined
      ? [`which program process ${facts.pid} runs: it may not be read (same user, or SYS_PTRACE); --program names it`]
      : [];
  const others =
    root === '/' ? otherRoots().map(({ pid, command }) => `another root is in sight: --root /proc/${pid}/root (${command})`) : [];
  const folder =
    facts === null && root !== '/' ? ['what a container of this root would be given as resolv.conf: the one in the folder was taken'] : [];
  return [...network, ...unread, ...others, ...folder];
}

/** A static or Go program in an image whose other programs go through its libc. */
function firstProgramNote(rootfs: Rootfs): readonly string[] {
  const first = firstProcess();
  if (first?.program === undefined) return [];
  const who = whoResolves(rootfs, first.program);
  const usual = whoResolves(rootfs, undefined);
  const same =
    who.kind === 'unknown' || (who.kind === 'libc' && usual.kind === 'libc' && who.go === undefined && who.libc.path === usual.libc.path);
  return same ? [] : [`process 1 (${first.command}) resolves otherwise than the other programs here: --program ${first.program}`];
}

function aboutWords(root: string, facts: ProcessFacts | null): string {
  if (facts !== null) return `process ${facts.pid} (${facts.command})`;
  return root === '/' ? 'this container' : root;
}

function secondsOf(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 3600)) throw new BasewiseError('bad-usage', `${option} ${text} is no time in seconds`);
  return value * 1000;
}

/** Without limits JSON has no number. */
function jsonValue(_key: string, value: unknown): unknown {
  return value === Infinity ? null : value;
}
