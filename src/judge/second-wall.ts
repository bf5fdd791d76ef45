import type { LoaderFact } from '../loader/loader-fact.ts';
import type { LoadResult } from '../loader/load-result.ts';
import { simulate } from '../loader/simulate.ts';
import { secondWall } from '../loader/second-wall.ts';
import type { Outcome } from '../report/report.ts';
import type { ElfFacts } from '../tree/elf-facts.ts';
import type { LiteralFile } from './literal-files.ts';
import { gcompatFacts, gcompatLibrary } from '../bases/profiles/derived/gcompat-library.ts';
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
  const loader = mainLoader(place);
  if (loader === null || !refused.some(({ elf }) => elf?.machine === loader.machine)) return [];
  const interpreters = new Set(refused.flatMap(({ elf }) => elf?.interpreter ?? []));
  const linked = openPlace(place, [], linksTo(loader, interpreters)).world;
  const walls: NextWall[] = [
    { after: 'link', programs: refused.map((artifact) => failureOf(artifact, simulate(linked, { path: artifact.path, mode: 'exec' }))) },
  ];
  if (place.base?.libc?.family !== 'musl') return walls;
  const added = place.rootfs.tree.lookup(gcompatLibrary).ok ? [] : [{ path: gcompatLibrary, elf: gcompatFacts(loader.machine) }];
  const { world } = openPlace(place, [], added);
  const programs = refused.flatMap((artifact) => {
    const wall = secondWall(world, { path: artifact.path, mode: 'exec' }).find(({ after }) => after === 'gcompat');
    return wall === undefined ? [] : [failureOf(artifact, wall.result)];
  });
  return programs.length === 0 ? walls : [...walls, { after: 'gcompat', programs }];
}

function mainLoader({ base, rootfs }: Place): ElfFacts | null {
  const found = base?.libc === null || base === null ? null : rootfs.tree.lookup(base.libc.path);
  const elf = found?.ok === true ? rootfs.elf(found.entry.identity) : null;
  return elf === null || 'unknown' in elf ? null : elf;
}

/** People link the name that programs ask the kernel for, and the same name in /lib, where musl looks for it as a library (loader.md, section 8). */
function linksTo(loader: ElfFacts, interpreters: ReadonlySet<string>): readonly LiteralFile[] {
  const paths = [...interpreters].flatMap((path) => [path, `/lib/${path.slice(path.lastIndexOf('/') + 1)}`]);
  return [...new Set(paths)].map((path) => ({ path, elf: loader }));
}

function failureOf(artifact: JudgedArtifact, { outcome, facts, messages }: LoadResult): NextFailure {
  return { artifact, outcome, causes: [...new Set(facts.flatMap(causeOf))], message: messages[0] ?? '' };
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
