import { foreignArrivals } from '../../judge/repository/arrivals.ts';
import type { Arrival } from '../../judge/repository/arrivals.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly path: string;
  readonly kind: Arrival['product']['kind'];
  readonly madeBy: string;
  readonly madeIn: string;
  readonly madeFor: 'glibc' | 'musl';
  readonly base: string;
  readonly packages: readonly string[];
  readonly lockfile: string | null;
  readonly sure: boolean;
  readonly cgo: boolean;
  /** A glibc or a shim beside musl that changes what happens. */
  readonly beside: string | null;
}

/** What a stage built or installed for one C library is copied into a stage with the other one. */
export const crossLibcCopy: RunnableStageRule = defineStageRule<Evidence>({
  id: 'cross-libc-copy',
  title: 'Built for one C library, copied to the other',
  find: (context) => foreignArrivals(context).flatMap((arrival) => fact(arrival, context) ?? []),
  describe: ({ evidence }) => ({ message: message(evidence), fix: fixFor(evidence) }),
});

function fact(arrival: Arrival, context: StageContext): FindingFact<Evidence> | null {
  const { product, path, hop, packages, lockfile } = arrival;
  const { beside, place } = context;
  const compiled = product.kind === 'program' && !product.evidence.by.includes('://') && !/ of /.test(product.evidence.by);
  // A glibc that was put there for the purpose runs what is not newer than itself.
  if (product.libc === 'glibc' && beside !== null && (beside.how === 'copied' || !compiled)) return null;
  const shim = [...context.packages].find((name) => /^(?:gcompat|libc6-compat)$/.test(name));
  const sure = arrival.sure && beside === null && shim === undefined;
  return {
    key: `${context.stage.name ?? context.stage.index}:${path}`,
    severity: sure ? 'error' : 'warning',
    certainty: sure ? 'likely' : 'possible',
    where: [context.at(hop.step.instruction.range.start), context.at(product.offset)].filter(
      (each, index, all) => index === 0 || JSON.stringify(each) !== JSON.stringify(all[0]),
    ),
    evidence: {
      path,
      kind: product.kind,
      madeBy: product.evidence.by,
      madeIn: describePlace(product.madeIn),
      madeFor: product.libc,
      base: describePlace(place),
      packages: packages.slice(0, 20),
      lockfile,
      sure: arrival.sure,
      cgo: product.evidence.cgo !== undefined,
      beside:
        beside === null
          ? (shim ?? null)
          : `a glibc${beside.version === null ? '' : ` ${beside.version}`} that is ${beside.how === 'image' ? 'part of the image' : 'installed there'}`,
    },
  };
}

function message({ path, kind, madeBy, madeIn, madeFor, base, packages, lockfile, sure, cgo, beside }: Evidence): string {
  const what = `${path} holds ${kindWords[kind]} made in ${madeIn} by ${madeBy}, and runs in ${base}.`;
  const named =
    packages.length === 0
      ? ''
      : ` With native code${lockfile === null ? '' : ` (${lockfile})`}: ${packages.slice(0, 6).join(', ')}${packages.length > 6 ? `, and ${packages.length - 6} more` : ''}.`;
  const bare = base.endsWith('no C library)');
  const effect = bare
    ? ` ${sure ? 'It is linked' : 'If it is linked'} against ${madeFor}, and no loader is there: \`exec ${path}: no such file or directory\`.`
    : sure
      ? ` What is linked against ${madeFor} does not start or load there: ${madeFor === 'glibc' ? 'the shell says "not found", dlopen names ld-linux or a missing symbol' : 'the loader does not find libc.musl-*.so.1'}.`
      : ` If anything in it is linked against ${madeFor}, it does not start or load there; what is static or holds no native code works.`;
  const go = cgo ? ' Go links the C library when cgo is on and a package such as net or os/user asks for it.' : '';
  const help =
    beside === null
      ? ''
      : ` ${beside} makes some of it start, not all: a program from a newer glibc, and names that the shim lacks, still fail.`;
  return `${what}${named}${effect}${go}${help}`;
}

function fixFor({ kind, cgo, madeFor, base }: Evidence): string {
  if (base.endsWith('no C library)'))
    return cgo
      ? 'set CGO_ENABLED=0 in the builder, or use a base with this C library'
      : 'build it statically, or use a base with this C library';
  const other = madeFor === 'glibc' ? 'musl' : 'glibc';
  if (cgo) return 'set CGO_ENABLED=0 in the builder when no C code is needed, or build in an image of the same family as the final one';
  if (kind === 'node-modules' || kind === 'python-packages' || kind === 'virtual-environment' || kind === 'gems')
    return `install in a stage on the final image's own base (${other}), or give the final stage the builder's family`;
  return `build in a stage of the same family as the final one (${other}), build statically, or base the final stage on ${madeFor}`;
}

const kindWords: Readonly<Record<Evidence['kind'], string>> = {
  program: 'a program',
  library: 'a shared library',
  'node-modules': 'Node packages',
  'python-packages': 'Python packages',
  'virtual-environment': 'a virtual environment',
  gems: 'gems',
  release: 'a release with its own runtime',
  runtime: 'a language runtime',
  jars: 'archives with native code',
};
