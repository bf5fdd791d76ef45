import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { startedCommand } from '../../judge/repository/started-program.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/rule.ts';

interface Evidence {
  readonly path: string;
  readonly madeBy: string;
  readonly madeIn: string;
  readonly madeFor: 'glibc' | 'musl';
  readonly base: string;
  readonly cgo: boolean;
  readonly sure: boolean;
}

/** A program that is linked against a C library ends in an image without one: cgo on `scratch`, Rust for gnu on distroless `static`. */
export const missingLoader: RunnableStageRule = defineStageRule<Evidence>({
  id: 'missing-loader',
  title: 'A dynamic program in an image without a loader',
  find,
  describe: ({ evidence: { path, madeBy, madeIn, madeFor, base, cgo, sure } }) => ({
    message: `${path} was made in ${madeIn} by ${madeBy} and stands on ${base}, which has no loader of ${madeFor}. ${
      sure ? 'It does not start' : 'If it is linked dynamically, it does not start'
    }: \`exec ${path}: no such file or directory\`.${cgo ? ' Go links the C library when cgo is on and a package such as net or os/user asks for it.' : ''}`,
    fix: cgo
      ? 'set CGO_ENABLED=0 in the builder, or use a base with this C library'
      : 'build it statically, or use a base with this C library',
  }),
});

function find(context: StageContext): readonly FindingFact<Evidence>[] {
  const { place, held, chain, at } = context;
  // Without a command the image is a source for COPY, and runs nothing.
  if (place.libc !== 'none' || startedCommand(context) === null) return [];
  const bringsLoader = chain.some(({ steps }) =>
    steps.some(
      (step) =>
        step.kind === 'copy' && step.sources.some((source) => /\/ld-|^\/lib(?:64)?\/?$|^\/runtime\/?$|^\/?(?:rootfs)?\/?$/.test(source)),
    ),
  );
  if (bringsLoader) return [];
  const seen = new Set<number>();
  return held.flatMap(({ product, path, way }) => {
    const step = way.at(-1)?.step;
    if (step === undefined || !kinds.has(product.kind) || seen.has(step.instruction.range.start)) return [];
    seen.add(step.instruction.range.start);
    const sure = product.native === 'yes';
    return [
      {
        key: path,
        severity: sure ? 'error' : 'warning',
        certainty: sure ? 'likely' : 'possible',
        where: [at(step.instruction.range.start), at(product.offset)],
        evidence: {
          path,
          madeBy: product.evidence.by,
          madeIn: describePlace(product.madeIn),
          madeFor: product.libc,
          base: describePlace(place),
          cgo: product.evidence.cgo !== undefined,
          sure,
        },
      } as const,
    ];
  });
}

const kinds: ReadonlySet<string> = new Set(['program', 'runtime', 'release']);
