import { setImmediate } from 'node:timers/promises';
import { BasewiseError } from '../../errors.ts';
import { exitCodeFor } from '../../judge/exit-code.ts';
import type { Threshold } from '../../judge/exit-code.ts';
import { buildServices } from '../../judge/services/build-services.ts';
import { serviceFacts } from '../../judge/services/service-facts.ts';
import type { ServiceFacts } from '../../judge/services/service-facts.ts';
import type { DiskCache } from '../../net/cache/disk-cache.ts';
import { renderServices } from '../../report/services-pretty.ts';
import type { FailedSubject } from '../../report/services.ts';
import { layerCache } from '../../subjects/layer-cache/layer-cache.ts';
import { storedDigests } from '../../subjects/layer-cache/stored-digest.ts';
import { thisThread } from '../../subjects/reading/layer-pool.ts';
import { parseSubject } from '../../subjects/parse-subject.ts';
import { openCache } from '../cache/open-cache.ts';
import type { CheckOptions } from '../commands/check.ts';
import type { CommandIo } from '../io.ts';
import { keepHeapSmall } from '../engine-settings.ts';
import { version } from '../version.ts';
import { failedSubject } from './failed-subject.ts';
import { isLockTarget } from './is-lock-target.ts';
import { judgeSubject } from './judge-subject.ts';
import type { Judging } from './judge-subject.ts';
import { knownReports } from './known-reports.ts';
import { knownTargets } from './known-targets.ts';
import { printResult } from './print-result.ts';
import { readResolvConfFile } from './resolv-conf-file.ts';
import { tellWhenStopped } from './tell-when-stopped.ts';
import type { NamedSubject, NamedSubjects } from './subjects-of.ts';

/**
 * Judges many subjects in one run and prints one table. A subject that cannot be judged is an entry with its reason. Exit 1: a finding at or above the threshold, or a subject that
 * could not be judged, which counts as an error; exit 2 only if none could.
 */
export async function runCheckMany({ subjects, failed: badLines }: NamedSubjects, options: CheckOptions, io: CommandIo): Promise<void> {
  keepHeapSmall();
  const disk = openCache(options, io);
  const judging = judgingOf(options, disk, io);
  const services: ServiceFacts[] = [];
  const failed: FailedSubject[] = [...badLines];
  let code: 0 | 1 = 0;
  const done = (): number => services.length + failed.length - badLines.length;
  const forget = tellWhenStopped(() => stopped(done(), subjects.length, disk !== null), io);
  const remember = uniqueTexts();
  try {
    for (const named of subjects) {
      // A signal is heard between two subjects.
      await setImmediate();
      try {
        const report = await judgeSubject(named.subject, judgingOne(judging, named, `${done() + 1}/${subjects.length}`));
        services.push(serviceFacts(named.name, report, remember));
        code = exitCodeFor(report, options.failOn) === 1 ? 1 : code;
      } catch (error) {
        if (!(error instanceof BasewiseError)) throw error;
        failed.push(failedSubject(named, error));
      }
    }
  } finally {
    forget();
    disk?.close();
  }
  const result = buildServices(services, failed, judging.today, version);
  await printResult(result, (how) => renderServices(result, how), options, io);
  io.exitWith(services.length === 0 ? 2 : failed.length > 0 && countsErrors(options.failOn) ? 1 : code);
}

function judgingOf(options: CheckOptions, disk: DiskCache | null, io: CommandIo): Judging {
  const digests = storedDigests();
  const today = new Date().toISOString().slice(0, 10);
  const resolvConf = options.resolvConf === undefined ? {} : { resolvConf: readResolvConfFile(options.resolvConf) };
  return {
    options,
    io,
    today,
    targets: knownTargets(io, digests),
    ...resolvConf,
    overview: false,
    // A second lane would end each image sooner and cost a fifth of the memory of the whole run.
    shared: { layers: layerCache({ disk, digests, memory: disk === null ? ALONE : BESIDE_DISK }), pool: thisThread },
    // What an index says of today it may not say again.
    ...(options.online === true ? {} : { reports: knownReports(disk, digests, { today, ...resolvConf }) }),
  };
}

/** Bytes of layers in memory: what does not fit is walked again, or read from the disk. */
const ALONE = 64 * 1024 * 1024;
const BESIDE_DISK = 16 * 1024 * 1024;

/** Lockfiles are asked about the targets that are spelled for them, everything else about the others; progress says which of how many. */
function judgingOne(judging: Judging, { subject, name }: NamedSubject, count: string): Judging {
  const { options, io } = judging;
  const isLockfile = kindOf(subject) === 'lockfile';
  const progress = { ...io.progress, update: (text: string) => io.progress.update(`${count} ${text}`) };
  progress.update(name);
  return {
    ...judging,
    io: { ...io, progress },
    options: { ...options, on: options.on.filter((base) => isLockTarget(base) === isLockfile) },
  };
}

/** Null for what `judgeSubject` is going to refuse. */
function kindOf(subject: string): string | null {
  try {
    return parseSubject(subject).kind;
  } catch (error) {
    if (error instanceof BasewiseError) return null;
    throw error;
  }
}

function countsErrors(threshold: Threshold): boolean {
  return threshold !== 'never';
}

function stopped(done: number, all: number, kept: boolean): string {
  const next = kept ? 'the same command goes on from there' : 'nothing was kept (--no-cache)';
  return `basewise: stopped after ${done} of ${all} subjects; ${next}\n`;
}

/** One string for equal strings: reports are read anew from text, and a hundred of them say much the same. */
function uniqueTexts(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text);
    if (first === undefined) known.set(text, text);
    return first ?? text;
  };
}
