import type { LoaderFact } from '../loader/loader-fact.ts';
import { secondWall } from '../loader/second-wall.ts';
import type { Outcome } from '../report/report.ts';
import { gcompatFacts, gcompatLibrary } from './gcompat-library.ts';
import type { JudgedArtifact } from './judged-artifact.ts';
import { openPlace } from './open-place.ts';
import type { Place } from './open-place.ts';

/** What programs without their interpreter would meet once that is repaired the way people do first (loader.md, section 10.4). */
export interface NextWall {
  /** `link`: the base's own loader under the name that they ask for; `gcompat`: Alpine's package, there or not. */
  readonly after: 'link' | 'gcompat';
  readonly programs: readonly NextFailure[];
}

export interface NextFailure {
  readonly artifact: JudgedArtifact;
  readonly outcome: Outcome;
  /** What is missing then: libraries, symbols, version nodes. */
  readonly causes: readonly string[];
  readonly message: string;
}

/** More programs of one image tell nothing new. */
const mostPrograms = 60;

/** Empty where no program in use lacks its interpreter, or the base has no loader for its machine. */
export function judgeSecondWall(artifacts: readonly JudgedArtifact[], place: Place): readonly NextWall[] {
  const refused = artifacts.filter(lacksInterpreter).slice(0, mostPrograms);
  const machine = refused[0]?.elf?.machine;
  if (machine === undefined) return [];
  const musl = place.base?.libc?.family === 'musl' && !place.rootfs.tree.lookup(gcompatLibrary).ok;
  const { world } = openPlace(place, [], musl ? [{ path: gcompatLibrary, elf: gcompatFacts(machine) }] : []);
  const walls = new Map<NextWall['after'], NextFailure[]>();
  for (const artifact of refused) {
    for (const { after, result } of secondWall(world, { path: artifact.path, mode: 'exec' })) {
      const failures = walls.get(after) ?? [];
      walls.set(after, failures);
      const causes = [...new Set(result.facts.flatMap(causeOf))];
      failures.push({ artifact, outcome: result.outcome, causes, message: result.messages[0] ?? '' });
    }
  }
  return [...walls].map(([after, programs]) => ({ after, programs }));
}

function lacksInterpreter({ use, kind, outcome, result }: JudgedArtifact): boolean {
  return (
    use !== 'other' && kind === 'program' && outcome === 'no-interpreter' && result?.facts.some(({ kind }) => kind === 'execve') === true
  );
}

function causeOf(fact: LoaderFact): readonly string[] {
  switch (fact.kind) {
    case 'musl-library':
    case 'glibc-open':
      return [fact.name];
    case 'musl-symbol':
    case 'glibc-symbol':
    case 'glibc-reference':
      return [fact.symbol];
    case 'glibc-version':
      return fact.weak ? [] : [fact.version];
    case 'musl-relocation':
    case 'glibc-relocation':
      return [`relocation type ${fact.type}`];
    default:
      return [];
  }
}
