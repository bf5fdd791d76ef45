import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import type { Stage } from '../../dockerfile/stages/build-graph.ts';
import type { RunStep } from '../../dockerfile/stages/step.ts';
import { compiledProduct, scriptedProducts } from './compiled-products.ts';
import { downloadedProducts } from './download-products.ts';
import { nodeProducts } from './node-products.ts';
import type { Place } from './place.ts';
import { extensionProducts, rubyProducts } from './package-products.ts';
import type { Product } from './product.ts';
import { pythonProducts } from './python-products.ts';
import { runtimesOf } from './runtime.ts';
import type { StageRuntime } from './runtime.ts';
import type { FlowOptions } from './stage-flow.ts';
import { isReached, runFacts, runsOf, systemPackagesOf } from './stage-runs.ts';
import type { RunFacts } from './stage-runs.ts';

export interface Made {
  readonly command: ShellCommand;
  readonly product: Product;
}

/** What producers see of the stage that a RUN belongs to. */
export interface Workshop {
  readonly options: FlowOptions;
  readonly stage: Stage;
  readonly place: Place & { readonly libc: 'glibc' | 'musl' };
  readonly runtimes: readonly StageRuntime[];
  /** System packages that are installed somewhere in the stage before the command. */
  readonly packages: (before: number) => ReadonlySet<string>;
  readonly run: RunFacts;
  /** Folders of the build context that were copied into a folder of the stage: `/app` → `backend`. */
  readonly contextOf: (folder: string) => readonly string[];
}

/** What the commands of a RUN make for the C library of their stage. */
export function productsOfRun(step: RunStep, stage: Stage, options: FlowOptions): readonly Made[] {
  const place = options.placeOf(stage);
  const { libc } = place;
  if (libc !== 'glibc' && libc !== 'musl') return conditional(downloadedProducts(runFacts(step), place));
  const { build } = options;
  const runs = runsOf(build, stage);
  const shop: Workshop = {
    options,
    stage,
    place: { ...place, libc },
    runtimes: runtimesOf(build, stage),
    packages: (before) => systemPackagesOf(runs, before),
    run: runFacts(step),
    contextOf: (folder) => contextFolders(stage, folder, options),
  };
  const { run } = shop;
  return conditional([
    ...run.builds.flatMap((built): readonly Made[] => {
      const product = isReached(built.command) ? compiledProduct(built, shop) : null;
      return product === null ? [] : [{ command: built.command, product }];
    }),
    ...scriptedProducts(shop),
    ...nodeProducts(shop),
    ...pythonProducts(shop),
    ...rubyProducts(shop),
    ...extensionProducts(shop),
    ...downloadedProducts(run, place),
  ]);
}

function conditional(made: readonly Made[]): readonly Made[] {
  return made.map((each) => (each.command.reached === 'maybe' ? { ...each, product: { ...each.product, conditional: true } } : each));
}

/** Where in the build context the files of a folder come from, the likeliest first; the context's own root last. */
export function contextFolders(stage: Stage, folder: string, { build }: Pick<FlowOptions, 'build'>): readonly string[] {
  const found: string[] = [];
  let at: Stage | undefined = stage;
  for (let depth = 0; at !== undefined && depth < 20; depth += 1) {
    for (const step of at.steps) {
      if (step.kind === 'run') {
        for (const { source, target } of step.mounts) if (source !== undefined && target !== undefined) found.push(parentOf(source));
        continue;
      }
      if ((step.kind !== 'copy' && step.kind !== 'add') || step.from.kind !== 'context') continue;
      const to = step.destination.replace(/\/+$/, '');
      for (const source of step.sources) {
        if (/[*?]/.test(source.split('/')[0] ?? '')) continue;
        if (to === folder || folder.startsWith(`${to}/`)) {
          const isFile = /\.[a-z]+$|file$/i.test(source.split('/').at(-1) ?? '') && !/^\.{1,2}$/.test(source);
          found.push(isFile ? parentOf(source) : `${source}${folder.slice(to.length)}`);
        } else if (parentOf(to) === folder && /\.(?:lock|json|txt|toml|ya?ml|mod|sum)$/.test(to)) found.push(parentOf(source));
      }
    }
    const { base }: Stage = at;
    at = base.kind === 'stage' ? build.stages[base.index] : undefined;
  }
  return [...new Set([...found.map((path) => path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '') || '.'), '.'])];
}

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}
