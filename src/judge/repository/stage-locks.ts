import type { PackageAction } from '../../dockerfile/shell/package-action.ts';
import type { Stage } from '../../dockerfile/stages/build-graph.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import type { SelectedPackage } from '../../ecosystems/lockfiles/selected-package.ts';
import type { Finding, Where } from '../../report/report.ts';
import { lockfileFindings } from '../lockfile-findings.ts';
import { withKnownFacts } from '../lockfile-known.ts';
import { lockfileLocator } from '../lockfile-lines.ts';
import type { FoundLock } from './build-folder.ts';
import { lockCompiles } from './lock-compiles.ts';
import { knownRuntime, lockTargetFor, selectionFor } from './lock-targets.ts';
import type { Place } from './place.ts';
import { pythonLocks } from './python-products.ts';
import { contextFolders } from './run-products.ts';
import { runtimesOf } from './runtime.ts';
import type { StageContext } from './stage-facts.ts';
import { builtByScript, undecided } from './open-packages.ts';
import type { Installation } from './open-packages.ts';
import { isReached, runFacts, runsOf } from './stage-runs.ts';
import type { RunFacts } from './stage-runs.ts';

/** Lockfiles that the stages' installations follow, judged on the place where they install. A lock that several stages follow on the same place counts once. */
export function stageLocks(context: StageContext): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const stage of context.build.stages) {
    if (!stage.needed) continue;
    const place = context.placeOf(stage);
    if (place.libc !== 'glibc' && place.libc !== 'musl') continue;
    for (const step of stage.steps) {
      if (step.kind !== 'run') continue;
      const run = runFacts(step);
      for (const action of run.packages) {
        for (const finding of judgeAction(action, run, stage, place, context)) if (!found.has(finding.id)) found.set(finding.id, finding);
      }
    }
  }
  return [...found.values()];
}

function judgeAction(action: PackageAction, run: RunFacts, stage: Stage, place: Place, context: StageContext): readonly Finding[] {
  if (action.action !== 'install' || !isReached(action.command)) return [];
  const lock = lockOfAction(action, run, stage, context);
  if (lock === null) return [];
  const runtimes = runtimesOf(context.build, stage);
  const target = lockTargetFor(place, lock.lock, runtimes, context.architecture);
  if (target === null) return [];
  const assumed = knownRuntime(lock.lock, runtimes, place) === null;
  const omitsDevelopment = action.options.some(
    ({ name, value }) =>
      /^--(?:omit|production|prod|only|no-dev|without)/.test(name) && (value === undefined || /dev|prod|main/.test(value)),
  );
  const packages = selectionFor(lock.lock, target)
    .packages.filter(({ development }) => development !== true || !omitsDevelopment)
    .map((each) => (lock.lock.format === 'requirements' ? each : withKnownFacts(each, lock.lock.ecosystem, target)));
  const installation = { action, stage, place, context, assumed };
  return [
    ...lockFindings(packages, target, lock, installation),
    ...undecided(packages, lock, installation),
    ...builtByScript(packages, lock, installation),
  ];
}

/** Lockfiles that stages follow, with the runtime that each is installed for: what a lock is looked at for by itself in a repository. */
export function followedLocks(context: StageContext): readonly { readonly lock: string; readonly runtime: string }[] {
  return context.build.stages.flatMap((stage) =>
    runsOf(context.build, stage).flatMap((run) =>
      run.packages.flatMap((action) => {
        if (action.action !== 'install' || !isReached(action.command)) return [];
        const found = lockOfAction(action, run, stage, context);
        const runtime = found === null ? null : knownRuntime(found.lock, runtimesOf(context.build, stage), context.placeOf(stage));
        return found === null || runtime === null ? [] : [{ lock: `${context.locks.folder.prefix}${found.path}`, runtime }];
      }),
    ),
  );
}

/** The file that the command names, or the lockfile of the folder that it runs in. Named packages follow none. */
export function lockOfAction(
  { manager, command, files, fromProject, locked }: PackageAction,
  run: RunFacts,
  stage: Stage,
  context: StageContext,
): FoundLock | null {
  const names = lockNames[manager];
  if (names === undefined || (!fromProject && !locked && files.length === 0)) return null;
  const named = files.map(({ text }) => text.split('/').at(-1) ?? '').filter((name) => /\.(?:txt|lock|toml|json)$/.test(name));
  for (const directory of contextFolders(stage, run.folderOf(command) ?? '/', context)) {
    const found = context.locks.find(directory, named.length > 0 ? named : names);
    if (found !== null) return found;
  }
  return null;
}

const lockNames: Readonly<Partial<Record<PackageAction['manager'], readonly string[]>>> = {
  npm: ['npm-shrinkwrap.json', 'package-lock.json'],
  yarn: ['yarn.lock'],
  pnpm: ['pnpm-lock.yaml'],
  bun: ['bun.lock'],
  pip: [],
  uv: pythonLocks['uv'] ?? [],
  poetry: pythonLocks['poetry'] ?? [],
  pdm: pythonLocks['pdm'] ?? [],
  pipenv: pythonLocks['pipenv'] ?? [],
  bundler: ['Gemfile.lock'],
};

/** What stays open is the lockfile's own business (`check lockfile:FILE`); a stage tells what fails, what is foreign, and what compiles without a compiler. */
function lockFindings(
  packages: readonly SelectedPackage[],
  target: LockTarget,
  lock: FoundLock,
  installation: Installation,
): readonly Finding[] {
  const { action, stage, place, context, assumed } = installation;
  const file = `${context.locks.folder.prefix}${lock.path}`;
  const locate = lockfileLocator(lock.text);
  const line = (each: SelectedPackage): Where => ({ file, ...locate(each.name, each.version) });
  const matters = packages.filter(({ verdict }) => verdict !== 'unknown' && verdict !== 'pure-fallback' && verdict !== 'prebuilt');
  const move = context.move === 'own' ? 'own' : `${context.move}:${context.name}`;
  return lockfileFindings(matters, target, line).map((finding): Finding => {
    const shared = {
      ...finding,
      id: `${finding.rule}:${move}:${lock.path}:${place.libc ?? ''}:${finding.id.split(':').at(-1) ?? ''}`,
      where: [context.at(action.command.start), ...finding.where].slice(0, 20),
    };
    const name = finding.id.split(':').at(-1) ?? '';
    if (finding.rule === 'package-foreign' && isReplaced(name, context)) {
      return {
        ...shared,
        severity: 'note',
        certainty: 'possible',
        message: `${finding.message}\nA command of this file puts another library in its place.`,
      };
    }
    // In a stage that builds, what only a table says of development's own packages is not what ships.
    const own = matters.filter((each) => each.name === name);
    if (finding.certainty === 'possible' && own.length > 0 && own.every(({ development }) => development === true))
      return { ...shared, severity: 'note' };
    if (assumed && lock.lock.ecosystem === 'python' && finding.severity === 'error') {
      return {
        ...shared,
        severity: 'warning',
        certainty: 'possible',
        message: `${finding.message}\nWhich Python the stage has is not known; this is said of ${target.runtime.version}.`,
      };
    }
    if (finding.rule !== 'package-compiles') return shared;
    const compiled = matters.filter(({ verdict }) => verdict === 'compiles');
    return lockCompiles(shared, compiled, { ecosystem: lock.lock.ecosystem, stage, place, before: action.command.start, context });
  });
}

/** `ln -sf /usr/lib/libNAME.so …`: somebody has seen that the package's own file does not load. */
function isReplaced(name: string, { runs }: StageContext): boolean {
  return runs.some(({ commands }) =>
    commands.some(
      ({ name: program, argv }) =>
        /^(?:ln|cp|mv|install)$/.test(program) && argv.some(({ text }) => text.includes(name) && /\.so/.test(text)),
    ),
  );
}
