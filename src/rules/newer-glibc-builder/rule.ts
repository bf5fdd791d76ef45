import { compareVersions } from '../../bases/releases.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly path: string;
  readonly madeBy: string;
  readonly madeIn: string;
  readonly built: string;
  readonly base: string;
  readonly runs: string;
}

/** Compiled on a glibc that is newer than the one it runs on: symbol versions of the builder may be missing. */
export const newerGlibcBuilder: RunnableStageRule = defineStageRule<Evidence>({
  id: 'newer-glibc-builder',
  title: "The builder's glibc is newer than the image's",
  find,
  describe: ({ evidence: { path, madeBy, madeIn, built, base, runs } }) => ({
    message: `${path} was made in ${madeIn} by ${madeBy} and runs in ${base}. glibc only goes forward: if it uses anything that glibc ${built} has and ${runs} has not, the loader stops with "version \`GLIBC_2.…' not found".`,
    fix: "build on the final image's release or an older one",
  }),
});

function find({ place, held, at }: StageContext): readonly FindingFact<Evidence>[] {
  const runs = place.version;
  if (place.libc !== 'glibc' || runs === null) return [];
  const seen = new Set<number>();
  return held.flatMap(({ product, path, way }) => {
    const step = way.at(-1)?.step;
    const built = product.version;
    if (step === undefined || product.libc !== 'glibc' || built === null || !kinds.has(product.kind)) return [];
    if (compareVersions(built, runs) <= 0 || seen.has(step.instruction.range.start)) return [];
    seen.add(step.instruction.range.start);
    return [
      {
        key: path,
        severity: 'warning',
        certainty: 'possible',
        where: [at(step.instruction.range.start), at(product.offset)],
        evidence: { path, madeBy: product.evidence.by, madeIn: describePlace(product.madeIn), built, base: describePlace(place), runs },
      } as const,
    ];
  });
}

const kinds: ReadonlySet<string> = new Set(['program', 'library', 'release', 'runtime']);
