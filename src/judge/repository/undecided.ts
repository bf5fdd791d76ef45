import type { Finding, Verdict } from '../../report/report.ts';
import { verdictOf } from '../verdict.ts';
import { placeOfStage } from './place.ts';
import { isBareBase } from './started-program.ts';
import type { StageContext } from './stage-facts.ts';
import { unreadProgram } from './unread-program.ts';

/** What nobody knows about the stage as a whole; each possible finding says for itself that it is open. */
export function undecidedOf(context: StageContext, decided: readonly Finding[]): readonly Finding[] {
  const { place, move, stage } = context;
  const own = placeOfStage(stage);
  if (place.libc === null) {
    const message = `What ${place.name} stands on is not known: ${place.why}. Its C library decides whether what is installed and copied there runs.`;
    const fix = 'give the missing value with --build-arg, name a base that the catalogue knows with --on, or check the built image';
    return [undecided(context, message, fix, { base: place.name, why: place.why })];
  }
  const fails = decided.some(({ severity, certainty }) => severity === 'error' && certainty !== 'possible');
  if (fails) return [];
  const unread = unreadProgram(context);
  if (unread !== null) {
    const { path, source, why, offset } = unread;
    const state = why === 'binary' ? 'a compiled program, and of a build context only text is read' : 'not there, or too large to be read';
    const message = `The image starts \`${path}\`, which comes from the build context: \`${source}\` is ${state}. What it was built for is not known, so neither is whether it runs on ${place.name}.`;
    const fix = 'check the built image, or build the program in a stage of this file';
    return [{ ...undecided(context, message, fix, { program: path, source, why }, 'program'), where: [context.at(offset)] }];
  }
  if (move === 'own' || place.libc !== 'none' || isBareBase(own)) return [];
  const message = `What ${own.name} brings beside its distribution has no counterpart on ${place.name}, which has no C library: whether anything of it is needed there does not show.`;
  const fix = `start from a base with a C library, or make ${place.name} hold one static program`;
  return [undecided(context, message, fix, { base: place.name, image: own.name })];
}

function undecided(
  { move, name, at, fromOffset }: StageContext,
  message: string,
  fix: string,
  evidence: Finding['evidence'],
  about = 'base',
): Finding {
  return {
    id: `undecided:${move === 'own' ? 'own' : `${move}:${name}`}:${about}`,
    rule: 'undecided',
    severity: 'warning',
    certainty: 'likely',
    where: [at(fromOffset)],
    count: 1,
    message,
    fix,
    evidence,
  };
}

/** A stage with something open that would break it does not simply run (design, section 4). */
export function stageVerdict(findings: readonly Pick<Finding, 'rule' | 'severity' | 'certainty'>[]): Verdict {
  const verdict = verdictOf(findings);
  const open = findings.some(({ certainty, severity }) => certainty === 'possible' && severity !== 'note');
  return verdict === 'runs' && open ? 'unknown' : verdict;
}
