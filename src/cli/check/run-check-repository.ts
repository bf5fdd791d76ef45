import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { BasewiseError } from '../../errors.ts';
import type { BuildGraph } from '../../dockerfile/stages/build-graph.ts';
import { FormatError } from '../../formats/format-error.ts';
import { buildReport } from '../../judge/build-report.ts';
import { judgeDockerfile } from '../../judge/judge-dockerfile.ts';
import type { Judged } from '../../judge/judge-dockerfile.ts';
import { judgeManifest } from '../../judge/judge-manifest.ts';
import { chooseContext } from '../../judge/repository/choose-context.ts';
import { repositoryBuilds } from '../../judge/repository/repository-builds.ts';
import type { RepositoryBuilds } from '../../judge/repository/repository-builds.ts';
import type { Report, Unit, Unknown } from '../../report/report.ts';
import { readBuildFolder } from '../../subjects/read-build-folder.ts';
import { looksLikeKubernetes } from '../../subjects/text-files.ts';
import type { CheckOptions } from '../commands/check.ts';
import { endEfficiencyMode } from '../engine-settings.ts';
import { version } from '../version.ts';
import { findFiles } from './find-files.ts';
import { checkLockfile } from './run-check-lockfile.ts';

type Options = Pick<CheckOptions, 'on' | 'platform' | 'stage' | 'buildArg'>;

/** The report of a Dockerfile, a folder or manifests; `today` is `YYYY-MM-DD`. Throws BasewiseError where a file that was named cannot be judged. */
export function checkText(
  kind: 'dockerfile' | 'repository' | 'manifest',
  path: string,
  text: string,
  options: Options,
  today: string,
): Report {
  if (kind === 'manifest') return checkManifest(path, text);
  return kind === 'dockerfile' ? checkDockerfile(path, text, options, today) : checkRepository(path, text, options, today);
}

/** The report of one Dockerfile; its folder is the build context. */
function checkDockerfile(path: string, text: string, options: Options, today: string): Report {
  const folder = dirname(path);
  const { bytes, judged } = readAndJudge(path, path, options, today, () => folder, folder);
  return report('dockerfile', text, 1, bytes, judged.units, judged.unknown);
}

/** The report of one file of Kubernetes manifests. */
function checkManifest(path: string, text: string): Report {
  const content = readBounded(path);
  const judged = asFile(path, () => judgeManifest(path, content.toString('utf8')));
  return report('manifest', text, 1, content.length, judged.units, judged.unknown);
}

/** Every Dockerfile, manifest and lockfile of a folder. A file that cannot be judged is named in `unknown` and does not hide the others. */
function checkRepository(folder: string, text: string, options: Options, today: string): Report {
  const found = findFiles(folder);
  const files = found.dockerfiles.length + found.manifests.length + found.lockfiles.length;
  if (files > MANY_FILES) endEfficiencyMode();
  const units: Unit[] = [];
  const unknown: Unknown[] = [...found.unknown];
  const runtimes = new Map<string, string>();
  let bytes = 0;
  const take = (name: string, read: () => Judged & { readonly bytes: number }): void => {
    try {
      const judged = read();
      bytes += judged.bytes;
      units.push(...detached(judged.units));
      unknown.push(...judged.unknown);
      for (const { lock, runtime } of judged.followed ?? []) runtimes.set(lock, runtime);
    } catch (error) {
      if (!(error instanceof BasewiseError) || error.code === 'unknown-base') throw error;
      unknown.push({ what: name, why: error.message });
    }
  };
  const builds = repositoryBuilds(found.builds, (path) => readFileInside(folder, path));
  for (const name of found.dockerfiles) {
    take(name, () => {
      const plan = builds.of(name);
      const contextOf = (build: BuildGraph): string =>
        join(folder, plan.context ?? chooseContext(build, foldersAbove(name), (place, path) => existsSync(join(folder, place, path))));
      const judged = readAndJudge(join(folder, name), name, options, today, contextOf, folder, plan);
      return { ...judged.judged, bytes: judged.bytes };
    });
  }
  for (const name of found.manifests) {
    take(name, () => {
      const content = readBounded(join(folder, name));
      const manifest = content.toString('utf8');
      if (!looksLikeKubernetes(name, manifest)) return { units: [], unknown: [], bytes: content.length };
      return { ...judgeManifest(name, manifest, builds.images), bytes: content.length };
    });
  }
  for (const name of found.lockfiles) {
    const runtime = runtimes.get(name);
    take(name, () => {
      const judged = checkLockfile(join(folder, name), name, { on: [], ...(runtime === undefined ? {} : { runtime }) });
      return {
        units: judged.units.map((unit) => whatMatters(unit, name)),
        unknown: judged.unknown.map(({ what, why }) => ({ what: what === join(folder, name) ? name : what, why })),
        bytes: judged.read.bytes,
      };
    });
  }
  if (units.length === 0 && unknown.length === 0)
    unknown.push({ what: text, why: 'no Dockerfile, no manifest and no lockfile is in this folder' });
  return report('repository', text, files, bytes, units, unknown);
}

const MANY_FILES = 100;

/** A copy whose texts are not slices of the files that they come from, which would keep all of them in memory. */
function detached(units: readonly Unit[]): readonly Unit[] {
  return structuredClone(units);
}

/** In a whole repository a lockfile's unit tells what matters; `check lockfile:FILE` lists every package. */
function whatMatters(unit: Unit, name: string): Unit {
  const targets = unit.targets.map(({ packages, installed: _installed, ...target }) => ({
    ...target,
    findings: target.findings
      // Beside what fails or compiles it is noise; where nothing else is said it is why the verdict is open.
      .filter(({ rule }) => rule !== 'package-undecided' || target.verdict === 'unknown')
      .map((finding) => ({ ...finding, where: finding.where.map((place) => ('file' in place ? { ...place, file: name } : place)) })),
    packages: (packages ?? []).filter(({ native, verdict }) => native || (verdict !== 'prebuilt' && verdict !== 'unknown')),
  }));
  return { ...unit, name, targets };
}

function readAndJudge(
  path: string,
  name: string,
  options: Options,
  today: string,
  contextOf: (build: BuildGraph) => string,
  root: string,
  plan?: ReturnType<RepositoryBuilds['of']>,
): { readonly bytes: number; readonly judged: Judged } {
  const bytes = readBounded(path);
  const { platform, stage } = options;
  const judged = asFile(name, () =>
    judgeDockerfile({
      name,
      bytes,
      folder: (build) => {
        const context = contextOf(build);
        const prefix = relative(root, context);
        // A single file is named as it was given; the files of a repository relative to it.
        return readBuildFolder(context, plan === undefined ? prefixOf(path) : prefix === '' ? '' : `${prefix}/`);
      },
      on: options.on,
      options: {
        ...(platform === undefined ? {} : { platform }),
        ...(stage === undefined ? {} : { target: stage }),
        buildArgs: { ...plan?.args, ...buildArguments(options.buildArg) },
        ...(plan === undefined ? {} : { contexts: plan.contexts, builtImages: plan.images }),
      },
      today,
    }),
  );
  return { bytes: bytes.length, judged };
}

function prefixOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash + 1);
}

export function buildArguments(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals <= 0) throw new BasewiseError('bad-build-arg', `--build-arg ${pair} is not NAME=value`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

export function asFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) throw new BasewiseError(error.code, error.message, { path, cause: error });
    throw error;
  }
}

const largestText = 8 * 1024 * 1024;

export function readBounded(path: string): Buffer {
  try {
    const stat = statSync(path);
    if (stat.isFile() && stat.size > largestText) throw new BasewiseError('file-too-large', 'the file is larger than 8 MiB', { path });
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof BasewiseError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new BasewiseError('unreadable', code === 'EISDIR' ? 'this is a folder' : `cannot be read (${code})`, { path, cause });
  }
}

/** Null for what is not there, too large, or leads out of the folder. */
function readFileInside(folder: string, path: string): Uint8Array | null {
  const text = readBuildFolder(folder, '').read(path);
  return text === null ? null : new TextEncoder().encode(text);
}

/** `a/b/Dockerfile` → `a/b`, `a` and the repository itself. */
function foldersAbove(name: string): readonly string[] {
  const parts = name.split('/').slice(0, -1);
  return [...parts.map((_, index) => parts.slice(0, parts.length - index).join('/')), ''];
}

function report(kind: string, name: string, files: number, bytes: number, units: readonly Unit[], unknown: readonly Unknown[]): Report {
  return buildReport({ kind, name }, { layers: 0, files, bytes, passes: 1, complete: true, notes: [] }, units, unknown, version);
}
