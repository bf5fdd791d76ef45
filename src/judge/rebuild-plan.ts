import { wheelFits } from '../ecosystems/selection/wheel-platform.ts';
import type { InstalledSoftware } from '../ecosystems/installed/installed-software.ts';
import type { SelectedPackage } from '../ecosystems/lockfiles/selected-package.ts';
import type { SelectionTarget } from '../ecosystems/selection/selection-target.ts';
import type { Certainty, Outcome } from '../report/report.ts';
import type { FoundArtifact } from './find-artifacts.ts';
import type { WheelIndex } from './software.ts';
import { withoutPlatform } from './node-packages.ts';
import { platformTokens } from '../ecosystems/selection/platform-tokens.ts';

/**
 * What a rebuild on another base makes of an artifact. `carried`: nothing says how it could be made again, so its bytes move and the loader decides.
 * `replaced`: it is made or selected afresh, with the outcome that its installed metadata lets expect.
 */
export type RebuildPlan =
  | { readonly kind: 'carried' }
  | {
      readonly kind: 'replaced';
      readonly outcome: Outcome;
      readonly certainty: Certainty;
      readonly why: string;
      readonly compiles: boolean;
      /** It was a build out of an index before, and is compiled from this source there. */
      readonly compiledAnew?: string;
    };

const carried: RebuildPlan = { kind: 'carried' };

/** Plans by ecosystem; see design, section 4 (the move *rebuild*) and native-dependencies.md. */
export function planRebuild(installed: InstalledSoftware, target: RebuildTarget): (artifact: FoundArtifact) => RebuildPlan {
  const wheels = new Map(installed.python.flatMap((each) => (each.natives ?? []).map((path) => [path, each] as const)));
  const goPrograms = new Map(installed.go.map((program) => [program.path, program]));
  const rustPrograms = new Set(installed.rust.map(({ path }) => path));
  const nodePackages = installed.node.toSorted((a, b) => b.path.length - a.path.length);
  return (artifact) => {
    const { path } = artifact;
    if (goPrograms.has(path))
      return artifact.kind === 'static-program' ? carried : replaced('runs', 'likely', 'a Go program is compiled again on this base', true);
    if (rustPrograms.has(path) && artifact.kind === 'program')
      return replaced('runs', 'likely', 'a Rust program with its dependencies recorded is compiled again on this base', true);
    const wheel = wheels.get(path);
    if (wheel !== undefined) return planWheel(wheel, target);
    const pkg = nodePackages.find((each) => path.startsWith(`${each.path}/`));
    return pkg === undefined ? carried : planNode(pkg, artifact, installed.node, target);
  };
}

interface RebuildTarget extends SelectionTarget {
  readonly libcVersion: string;
  readonly wheels?: WheelIndex;
}

function planWheel(wheel: InstalledSoftware['python'][number], target: RebuildTarget): RebuildPlan {
  const name = `${wheel.name} ${wheel.version ?? ''}`.trim();
  if (wheel.tags.length === 0)
    return replaced('unknown', 'likely', `${name} has no wheel tags; which file pip would select is in the index`, false);
  if (wheel.tags.some((tag) => /-(linux)_\w+$/.test(tag)))
    return replaced('runs', 'likely', `${name} was compiled where it was installed, and is compiled again on this base`, true);
  if (wheel.tags.some((tag) => wheelFits(tag, target))) return carried;
  const selected = selectedWheel(wheel, target);
  if (selected !== null) return planSelected(name, selected);
  return replaced(
    'unknown',
    'likely',
    `the installed wheel of ${name} (${wheel.tags[0] ?? ''}) does not fit this base; which other file pip would select is in the index`,
    false,
  );
}

function selectedWheel(
  { name, version }: InstalledSoftware['python'][number],
  { libc, libcVersion, machine, wheels }: RebuildTarget,
): SelectedPackage | null {
  if (wheels === undefined || libc === null || version === null) return null;
  return wheels.select({ name, version }, { family: libc, version: libcVersion, machine });
}

/** By the index: another wheel, the source, or nothing at all. */
function planSelected(name: string, { verdict, file, why }: SelectedPackage): RebuildPlan {
  switch (verdict) {
    case 'prebuilt':
    case 'pure-fallback':
      return replaced('runs', 'likely', `pip installs ${file ?? 'another file'} of ${name} instead`, false);
    case 'compiles': {
      const source = why.kind === 'no-fitting-file' || why.kind === 'from-source' ? (why.source ?? 'its source') : 'its source';
      const plan = replaced('runs', 'likely', `no wheel of ${name} fits this base: pip compiles ${source}`, true);
      return plan.kind === 'replaced' ? { ...plan, compiledAnew: `${name}: ${source}` } : plan;
    }
    case 'fails':
    case 'foreign':
      return replaced('missing-library', 'likely', `the index has no file of ${name} for this base, and no source`, false);
    default:
      return replaced('unknown', 'likely', `the index does not decide which file of ${name} pip would select`, false);
  }
}

function planNode(
  pkg: InstalledSoftware['node'][number],
  artifact: FoundArtifact,
  all: InstalledSoftware['node'],
  target: SelectionTarget,
): RebuildPlan {
  const tokens = platformTokens(pkg.name);
  if (tokens.os !== undefined && tokens.arch !== undefined) return planPlatformPackage(pkg, all, target);
  const file = artifact.path.slice(pkg.path.length + 1);
  if (/^(build|lib\/binding)\//.test(file)) {
    return replaced(
      'runs',
      'likely',
      `${pkg.name} makes or downloads its addon where it is installed${pkg.helpers.length === 0 ? '' : ` (${pkg.helpers.join(', ')})`}`,
      pkg.buildable,
    );
  }
  return carried;
}

/** The parent names all platform packages in its optionalDependencies: one for the target there means that the package manager installs it. */
function planPlatformPackage(pkg: InstalledSoftware['node'][number], all: InstalledSoftware['node'], target: SelectionTarget): RebuildPlan {
  const stem = withoutPlatform(pkg.name);
  const names = all
    .flatMap((each) => (each.optionalDependencies.includes(pkg.name) ? each.optionalDependencies : []))
    .filter((name) => withoutPlatform(name) === stem);
  if (names.length === 0) return replaced('unknown', 'likely', `no installed package says which builds of ${stem} there are`, false);
  const fits = names.find((name) => fitsTarget(name, names, target));
  if (fits === undefined)
    return replaced(
      'missing-library',
      'likely',
      `none of the builds of ${stem} (${names.length}) is for linux ${target.arch} ${target.libc ?? ''}`,
      false,
    );
  return fits === pkg.name ? carried : replaced('runs', 'likely', `npm installs ${fits} instead`, false);
}

function fitsTarget(name: string, names: readonly string[], target: SelectionTarget): boolean {
  const { os, arch, libc } = platformTokens(name);
  if (os !== 'linux' || arch !== target.arch) return false;
  if (libc !== undefined) return libc === target.libc;
  const musl = names.some((other) => platformTokens(other).libc === 'musl');
  return target.libc === 'glibc' || !musl;
}

function replaced(outcome: Outcome, certainty: Certainty, why: string, compiles: boolean): RebuildPlan {
  return { kind: 'replaced', outcome, certainty, why, compiles };
}
