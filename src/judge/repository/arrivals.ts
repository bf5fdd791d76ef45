import { startedCommand } from './started-program.ts';
import { isKnownPortable } from './known-portable.ts';
import type { Place } from './place.ts';
import type { Product } from './product.ts';
import { crossing, lockTargetFor } from './lock-targets.ts';
import { nodeLocks, tracedBy } from './node-products.ts';
import { pythonLocks } from './python-products.ts';
import { contextFolders } from './run-products.ts';
import { runtimesOf } from './runtime.ts';
import type { StageContext } from './stage-facts.ts';
import type { Held, Hop } from './stage-flow.ts';
import { runFacts } from './stage-runs.ts';

/** A product of the other C library in the image that runs, and the COPY where it changed sides. */
export interface Arrival {
  readonly product: Product;
  readonly path: string;
  readonly hop: Hop;
  /** How sure it is that something in it cannot run here. */
  readonly sure: boolean;
  /** Packages with native code, where a lockfile names them. */
  readonly packages: readonly string[];
  readonly lockfile: string | null;
}

/** Everything in the judged stage that was made for another C library and came by COPY; each COPY once, with its surest product. */
export function foreignArrivals(context: StageContext): readonly Arrival[] {
  const { place, held } = context;
  if (place.libc === null || (place.libc === 'none' && !needsLoader(context))) return [];
  const byCopy = new Map<Hop['step'], Arrival>();
  for (const each of held) {
    if (each.product.libc === place.libc || (place.libc === 'none' && packageKinds.has(each.product.kind))) continue;
    const hop = each.way.find(({ stage }) => libcAt(context, stage) !== each.product.libc) ?? each.way[0];
    const named = each.product.compiled === true && !each.product.vague;
    if (hop === undefined || (!named && isKnownPortable(each.path.split('/').at(-1) ?? ''))) continue;
    // The folder of a Rust target says what it was built for.
    if (each.product.libc === 'glibc' && hop.step.sources.every((source) => /-musl(?:eabi\w*)?\//.test(source))) continue;
    const found = judge(each, hop, context);
    const arrival = found !== null && each.product.conditional === true ? { ...found, sure: false } : found;
    const before = byCopy.get(hop.step);
    if (arrival !== null && (before === undefined || (!before.sure && arrival.sure))) byCopy.set(hop.step, arrival);
  }
  return [...byCopy.values()];
}

/** Something is started there, and no loader comes along. Without a command the image is a source for COPY, and runs nothing. */
function needsLoader(context: StageContext): boolean {
  if (startedCommand(context) === null) return false;
  return !context.chain.some(({ steps }) =>
    steps.some(
      (step) =>
        step.kind === 'copy' && step.sources.some((source) => /\/ld-|^\/lib(?:64)?\/?$|^\/runtime\/?$|^\/?(?:rootfs\/?)?$/.test(source)),
    ),
  );
}

function libcAt({ build, placeOf }: StageContext, index: number): Place['libc'] {
  const stage = build.stages[index];
  return stage === undefined ? null : placeOf(stage).libc;
}

/** Narrows packages down with the lockfile that the installation followed; null where it shows that nothing native is among them. */
function judge({ product, path }: Held, hop: Hop, context: StageContext): Arrival | null {
  const { evidence, native } = product;
  const plain = { product, path, hop, sure: native === 'yes', packages: evidence.packages ?? [], lockfile: evidence.lockfile ?? null };
  if (!packageKinds.has(product.kind) || native === 'yes') return plain;
  const found = lockOf(product, context);
  if (found === null) return plain;
  const maker = stageOf(product, context);
  if (maker === null) return plain;
  const made = lockTargetFor(
    { libc: product.libc, version: product.version },
    found.lock,
    runtimesOf(context.build, maker),
    context.architecture,
  );
  const used = lockTargetFor(context.place, found.lock, context.runtimes, context.architecture);
  if (made === null || used === null) return plain;
  const { sure, open } = crossing(found.lock, made, used, evidence.by.startsWith(tracedBy));
  const lockfile = `${context.locks.folder.prefix}${found.path}`;
  if (sure.length === 0 && open.length === 0) return null;
  return { product, path, hop, sure: sure.length > 0, packages: sure.length > 0 ? sure : open, lockfile };
}

const packageKinds: ReadonlySet<Product['kind']> = new Set(['node-modules', 'python-packages', 'virtual-environment', 'gems']);

/** The stage whose RUN made the product. */
export function stageOf({ offset }: Product, { build }: StageContext): StageContext['stage'] | null {
  return build.stages.findLast(({ from }) => from.range.start <= offset) ?? null;
}

function lockOf(product: Product, context: StageContext): ReturnType<StageContext['locks']['find']> {
  const maker = stageOf(product, context);
  if (maker === null) return null;
  const names =
    product.kind === 'node-modules'
      ? nodeLocks
      : product.kind === 'gems'
        ? ['Gemfile.lock']
        : [...new Set(Object.values(pythonLocks).flat())];
  const run = maker.steps.find(
    (step) => step.kind === 'run' && step.instruction.range.start <= product.offset && product.offset <= step.instruction.range.end,
  );
  const action = run?.kind === 'run' ? runFacts(run).packages.find(({ command }) => command.start === product.offset) : undefined;
  // What is named on the command line is not what the lockfile says.
  if (action !== undefined && !action.fromProject && action.files.length === 0 && !action.locked) return null;
  const folder =
    run?.kind === 'run' && action !== undefined ? (runFacts(run).folderOf(action.command) ?? '/') : product.path.replace(/\/[^/]*$/, '');
  const files = action?.files.map(({ text }) => text.split('/').at(-1) ?? '').filter((name) => name !== '') ?? [];
  for (const directory of contextFolders(maker, folder, context)) {
    const lock = context.locks.find(directory, [...files, ...names]);
    if (lock !== null) return lock;
  }
  return null;
}
