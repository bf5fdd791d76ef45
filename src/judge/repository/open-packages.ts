import type { PackageAction } from '../../dockerfile/shell/package-action.ts';
import type { Stage } from '../../dockerfile/stages/build-graph.ts';
import type { SelectedPackage } from '../../ecosystems/lockfiles/selected-package.ts';
import type { Finding } from '../../report/report.ts';
import { listed } from '../group-failures.ts';
import { lockfileLocator } from '../lockfile-lines.ts';
import type { FoundLock } from './build-folder.ts';
import { describePlace } from './place.ts';
import type { Place } from './place.ts';
import type { StageContext } from './stage-facts.ts';
import { runsOf } from './stage-runs.ts';
import { bringsUnseen, stageTools } from './stage-tools.ts';

/** A lock that a command of a stage follows. */
export interface Installation {
  readonly action: PackageAction;
  readonly stage: Stage;
  readonly place: Place;
  readonly context: StageContext;
  /** The version of the runtime is not known, and the target has a usual one. */
  readonly assumed: boolean;
}

/**
 * On musl, where a build is the exception: packages that the lock leaves open. In Node those with a sign of native code, in Python all of which it names no file.
 * What runs there is then not known, and the stage must not be said to run.
 */
export function undecided(
  packages: readonly SelectedPackage[],
  { path }: FoundLock,
  { action, place, context }: Installation,
): readonly Finding[] {
  if (place.libc !== 'musl') return [];
  const open = packages.filter(
    ({ name, verdict, native, why, optional, development }) =>
      verdict === 'unknown' &&
      // An install script alone is a weak sign, and the tools that fetch builds have none themselves.
      why.kind !== 'sign' &&
      !buildTools.test(name) &&
      optional !== true &&
      development !== true &&
      (native || why.kind === 'no-files' || why.kind === 'unpinned'),
  );
  if (open.length === 0) return [];
  const names = open.map(({ name, version }) => (version === null ? name : `${name} ${version}`));
  const file = `${context.locks.folder.prefix}${path}`;
  return [
    {
      id: `undecided:${context.move === 'own' ? 'own' : `${context.move}:${context.name}`}:${path}`,
      rule: 'undecided',
      severity: 'warning',
      certainty: 'likely',
      where: [context.at(action.command.start)],
      count: open.length,
      message: `${file} does not say whether ${names.slice(0, 6).join(', ')}${names.length > 6 ? ` and ${names.length - 6} more` : ''} ${names.length === 1 ? 'has' : 'have'} a build for ${describePlace(place)}.`,
      fix: `basewise check lockfile:${file} --online looks it up`,
      evidence: { packages: names.slice(0, 50) },
    },
  ];
}

/**
 * On glibc, where a build is the rule: packages of npm that have tools for building, an install script and none of the tools that fetch a build, in a stage that cannot
 * build. Their tarball may bring one all the same.
 */
export function builtByScript(
  packages: readonly SelectedPackage[],
  found: FoundLock,
  { action, stage, place, context }: Installation,
): readonly Finding[] {
  if (place.libc !== 'glibc' || found.lock.ecosystem !== 'node') return [];
  if (action.command.argv.some(({ text }) => text === '--ignore-scripts')) return [];
  const scripted = new Set(
    found.lock.packages.flatMap(({ name, version, installScript }) => (installScript === true ? [`${name} ${version ?? ''}`] : [])),
  );
  const open = packages.filter(
    ({ name, version, verdict, why, optional, development }) =>
      verdict === 'unknown' &&
      why.kind === 'mechanism' &&
      builders.has(why.mechanism) &&
      optional !== true &&
      development !== true &&
      scripted.has(`${name} ${version ?? ''}`),
  );
  const before = action.command.start;
  const tools = stageTools(place, runsOf(context.build, stage), before);
  const missing = ['python3', 'make', 'g++'].filter((tool) => !tools.has(tool));
  if (open.length === 0 || missing.length === 0 || !tools.known || bringsUnseen(context.build, stage, before)) return [];
  const names = open.map(({ name, version }) => (version === null ? name : `${name} ${version}`));
  const [file, locate] = [`${context.locks.folder.prefix}${found.path}`, lockfileLocator(found.text)];
  return [
    {
      id: `package-compiles:${context.move === 'own' ? 'own' : `${context.move}:${context.name}`}:${found.path}:by-script`,
      rule: 'package-compiles',
      severity: 'warning',
      certainty: 'possible',
      where: [context.at(before), ...open.slice(0, 19).map(({ name, version }) => ({ file, ...locate(name, version) }))],
      count: open.length,
      message: `${listed(names, 6)} ${open.length === 1 ? 'has' : 'have'} an install script and tools for building: unless the tarball brings a build, it is compiled, and the stage on ${describePlace(place)} has no ${missing.join(', no ')}.`,
      fix: `install ${missing.join(' ')} in this stage, or see what the tarball has: basewise check lockfile:${file} --online`,
      evidence: { packages: names.slice(0, 50), missing },
    },
  ];
}

/** Signs of building alone; node-gyp-build, prebuild-install and the like fetch or find a build first. */
const builders: ReadonlySet<string> = new Set(['node-gyp', 'nan', 'bindings', 'node-addon-api', 'cmake-js']);

const buildTools = /^(?:prebuild-install|@mapbox\/node-pre-gyp|node-gyp(?:-build)?|nan|bindings|node-addon-api|@vercel\/nft)$/;
