import { listed, placesOf } from '../../judge/group-failures.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly interpreter: string;
  readonly walls: readonly Wall[];
}

interface Wall {
  readonly after: 'link' | 'gcompat';
  readonly programs: number;
  readonly load: number;
  /** Outcome → programs. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What is missing, the commonest first. */
  readonly causes: readonly { readonly what: string; readonly programs: number }[];
  readonly message: string;
}

/** The failure behind a missing interpreter, under the base's own loader and with gcompat (loader.md, sections 8 and 10.4). */
export const secondWallRule: RunnableRule = defineRule<Evidence>({
  id: 'second-wall',
  title: 'What would fail next if the missing loader were there',
  find({ secondWalls }) {
    const walls = secondWalls?.() ?? [];
    const programs = walls[0]?.programs ?? [];
    if (programs.length === 0) return [];
    const interpreter = programs[0]?.artifact.elf?.interpreter ?? '';
    const evidence = { interpreter, walls: walls.map(({ after, programs }) => describeWall(after, programs)) };
    return [
      { key: interpreter, severity: 'note', certainty: 'possible', where: placesOf(programs.map(({ artifact }) => artifact)), evidence },
    ];
  },
  describe({ evidence: { interpreter, walls } }) {
    return { message: walls.map((wall) => sentence(wall, interpreter)).join('\n') };
  },
});

type Programs = readonly { readonly outcome: string; readonly causes: readonly string[]; readonly message: string }[];

function describeWall(after: Wall['after'], programs: Programs): Wall {
  const tally = (names: readonly string[]): Map<string, number> =>
    names.reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map<string, number>());
  const causes = [...tally(programs.flatMap((each) => each.causes))].map(([what, count]) => ({ what, programs: count }));
  return {
    after,
    programs: programs.length,
    load: programs.filter(({ outcome }) => outcome === 'runs').length,
    outcomes: Object.fromEntries(tally(programs.map(({ outcome }) => outcome))),
    causes: causes.toSorted((a, b) => b.programs - a.programs).slice(0, 8),
    message: programs.find(({ message }) => message !== '')?.message ?? '',
  };
}

function sentence({ after, programs, load, causes, message }: Wall, interpreter: string): string {
  const measure = after === 'link' ? `With this base's own loader as ${interpreter}` : 'With gcompat';
  const who =
    programs === 1 ? (load === 1 ? 'the program loads' : 'the program does not load either') : `${load} of ${programs} programs load`;
  if (load === programs) return `${measure} ${who}; whether it then works is another question.`;
  const next =
    causes.length === 0
      ? ''
      : `, next fails: ${listed(
          causes.map(({ what }) => what),
          5,
        )}`;
  return `${measure} ${who}${next}.${message === '' ? '' : ` The loader would say: ${message}`}`;
}
