import { exitCodeFor } from '../../judge/exit-code.ts';
import { renderPretty } from '../../report/pretty.ts';
import { storedDigests } from '../../subjects/layer-cache/stored-digest.ts';
import type { CheckOptions } from '../commands/check.ts';
import type { CommandIo } from '../io.ts';
import { judgeSubject } from './judge-subject.ts';
import { knownTargets } from './known-targets.ts';
import { printResult } from './print-result.ts';
import { readResolvConfFile } from './resolv-conf-file.ts';

/** Judges one subject and prints its report. */
export async function runCheck(subject: string, options: CheckOptions, io: CommandIo): Promise<void> {
  const report = await judgeSubject(subject, {
    options,
    io,
    today: new Date().toISOString().slice(0, 10),
    targets: knownTargets(io, storedDigests()),
    overview: true,
    ...(options.resolvConf === undefined ? {} : { resolvConf: readResolvConfFile(options.resolvConf) }),
  });
  await printResult(report, (how) => renderPretty(report, how), options, io);
  io.exitWith(exitCodeFor(report, options.failOn));
}
