import { writeFileSync } from 'node:fs';
import { BasewiseError } from '../../errors.ts';
import { buildReport } from '../../judge/build-report.ts';
import { exitCodeFor } from '../../judge/exit-code.ts';
import { judgeImage } from '../../judge/judge-image.ts';
import { judgeOverview } from '../../judge/overview.ts';
import type { Software } from '../../judge/software.ts';
import { understand } from '../../judge/understand.ts';
import { machinePlatform } from '../../subjects/manifests/platform.ts';
import { renderPretty } from '../../report/pretty.ts';
import type { Report } from '../../report/report.ts';
import { parseSubject } from '../../subjects/parse-subject.ts';
import type { CheckOptions } from '../commands/check.ts';
import type { CommandIo } from '../io.ts';
import { parsePlatform } from '../options.ts';
import { readWithProgress } from '../reading.ts';
import { version } from '../version.ts';
import { overviewTargets } from './overview-targets.ts';
import { readResolvConfFile } from './resolv-conf-file.ts';
import { resolveTarget } from './resolve-target.ts';
import { softwarePlatform, summarizeSubject } from './summarize-subject.ts';

export async function runCheck(subject: string, options: CheckOptions, io: CommandIo): Promise<void> {
  const named = parseSubject(subject);
  if (named.kind === 'lockfile') {
    const { checkLockfile, checkLockfileOnline } = await import('./run-check-lockfile.ts');
    const report =
      options.online === true
        ? await checkLockfileOnline(named.path, named.text, options, io)
        : checkLockfile(named.path, named.text, options);
    print(report, options, io);
    return io.exitWith(exitCodeFor(report, options.failOn));
  }
  const platform = parsePlatform(options.platform);
  if (named.kind === 'dockerfile' || named.kind === 'repository' || named.kind === 'manifest') {
    const { checkText } = await import('./run-check-repository.ts');
    const report = checkText(named.kind, named.path, named.text, options, new Date().toISOString().slice(0, 10));
    print(report, options, io);
    return io.exitWith(exitCodeFor(report, options.failOn));
  }
  const read = await readWithProgress(subject, platform, io);
  const resolvConf = options.resolvConf === undefined ? {} : { resolvConf: readResolvConfFile(options.resolvConf) };
  const understood = { ...understand(read.name, read.rootfs, read.config), ...resolvConf };
  const software = options.online === true ? await askIndex(understood, io) : understood;
  const targets: Software[] = [];
  const targetPlatform = platform ?? read.platform ?? softwarePlatform(software) ?? machinePlatform();
  for (const name of options.on) targets.push(await resolveTarget(name, targetPlatform, io));
  io.progress.update('judging');
  const judged = judgeImage(software, targets);
  const { unit: asked } = judged;
  const unknown = [...judged.unknown];
  const bases = options.on.length > 0 ? [] : overviewTargets(targetPlatform, io);
  const overview = judgeOverview(software, bases);
  const unit = { ...asked, targets: [...asked.targets, ...overview] };
  const leftOut = overview.length === 0 ? 0 : bases.length - overview.length;
  if (leftOut > 0)
    unknown.push({ what: 'where it would run', why: `the subject is large and ${leftOut} bases were left out; name one with --on` });
  const report = buildReport(summarizeSubject(read), read.read, [unit], unknown, version);
  print(report, options, io);
  io.exitWith(exitCodeFor(report, options.failOn));
}

/** Loaded when it is asked for: most checks open no connection. */
async function askIndex(software: Software, io: CommandIo): Promise<Software> {
  const { withWheelIndex } = await import('./ask-wheel-index.ts');
  return withWheelIndex(software, io);
}

function print(report: Report, options: CheckOptions, io: CommandIo): void {
  const json = (): string => `${JSON.stringify(report, null, 2)}\n`;
  for (const file of options.output) {
    try {
      writeFileSync(file, file.endsWith('.json') ? json() : renderPretty(report, { colors: false, columns: 100 }));
    } catch (cause) {
      throw new BasewiseError('cannot-write', 'the result could not be written', { path: file, cause });
    }
  }
  if (options.output.length > 0) return;
  io.out(options.format === 'json' ? json() : renderPretty(report, io));
}
