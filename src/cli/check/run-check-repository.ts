import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { BasewiseError } from '../../errors.ts';
import { FormatError } from '../../formats/format-error.ts';
import { buildReport } from '../../judge/build-report.ts';
import { judgeDockerfile } from '../../judge/judge-dockerfile.ts';
import type { Judged } from '../../judge/judge-dockerfile.ts';
import { judgeManifest } from '../../judge/judge-manifest.ts';
import type { Report, Unit, Unknown } from '../../report/report.ts';
import { readBuildFolder } from '../../subjects/read-build-folder.ts';
import { isDockerfileName, isLockfileName, looksLikeKubernetes } from '../../subjects/text-files.ts';
import type { CheckOptions } from '../commands/check.ts';
import { version } from '../version.ts';
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
  const { bytes, judged } = readAndJudge(path, path, options, today, dirname(path));
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
  const units: Unit[] = [];
  const unknown: Unknown[] = [...found.unknown];
  let bytes = 0;
  const take = (name: string, read: () => Judged & { readonly bytes: number }): void => {
    try {
      const judged = read();
      bytes += judged.bytes;
      units.push(...detached(judged.units));
      unknown.push(...judged.unknown);
    } catch (error) {
      if (!(error instanceof BasewiseError) || error.code === 'unknown-base') throw error;
      unknown.push({ what: name, why: error.message });
    }
  };
  for (const name of found.dockerfiles) {
    take(name, () => {
      const judged = readAndJudge(join(folder, name), name, options, today, dirname(join(folder, name)), folder);
      return { ...judged.judged, bytes: judged.bytes };
    });
  }
  for (const name of found.manifests) {
    take(name, () => {
      const content = readBounded(join(folder, name));
      const manifest = content.toString('utf8');
      if (!looksLikeKubernetes(name, manifest)) return { units: [], unknown: [], bytes: content.length };
      return { ...judgeManifest(name, manifest), bytes: content.length };
    });
  }
  for (const name of found.lockfiles) {
    take(name, () => {
      const judged = checkLockfile(join(folder, name), name, { on: [] });
      return {
        units: judged.units.map((unit) => whatMatters(unit, name)),
        unknown: judged.unknown.map(({ what, why }) => ({ what: what === join(folder, name) ? name : what, why })),
        bytes: judged.read.bytes,
      };
    });
  }
  if (units.length === 0 && unknown.length === 0)
    unknown.push({ what: text, why: 'no Dockerfile, no manifest and no lockfile is in this folder' });
  return report('repository', text, found.dockerfiles.length + found.manifests.length + found.lockfiles.length, bytes, units, unknown);
}

/** A copy whose texts are not slices of the files that they come from, which would keep all of them in memory. */
function detached(units: readonly Unit[]): readonly Unit[] {
  return structuredClone(units);
}

/** In a whole repository a lockfile's unit tells what matters; `check lockfile:FILE` lists every package. */
function whatMatters(unit: Unit, name: string): Unit {
  const targets = unit.targets.map(({ packages, installed: _installed, ...target }) => ({
    ...target,
    findings: target.findings
      .filter(({ rule }) => rule !== 'package-undecided')
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
  context: string,
  root: string = context,
): { readonly bytes: number; readonly judged: Judged } {
  const bytes = readBounded(path);
  const prefix = relative(root, context);
  const { platform, stage } = options;
  const judged = asFile(name, () =>
    judgeDockerfile({
      name,
      bytes,
      folder: readBuildFolder(context, root === context ? prefixOf(path) : prefix === '' ? '' : `${prefix}/`),
      on: options.on,
      options: {
        ...(platform === undefined ? {} : { platform }),
        ...(stage === undefined ? {} : { target: stage }),
        buildArgs: buildArguments(options.buildArg),
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

interface RepositoryFiles {
  readonly dockerfiles: string[];
  readonly manifests: string[];
  readonly lockfiles: string[];
  readonly unknown: Unknown[];
}

const mostEntries = 200_000;
const mostDepth = 12;
const passedFolders: ReadonlySet<string> = new Set([
  'node_modules',
  'vendor',
  '.git',
  '.hg',
  '.jj',
  'dist',
  'target',
  '.venv',
  'venv',
  '__pycache__',
]);

/** Names relative to the folder, in order. Links are not followed. */
export function findFiles(folder: string): RepositoryFiles {
  const found: RepositoryFiles = { dockerfiles: [], manifests: [], lockfiles: [], unknown: [] };
  const queue: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  let seen = 0;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { path, depth } = next;
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      seen += 1;
      if (seen > mostEntries) {
        found.unknown.push({ what: path === '' ? folder : path, why: `more than ${mostEntries} entries; the rest was not looked at` });
        return found;
      }
      const name = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (depth < mostDepth && !passedFolders.has(entry.name)) queue.push({ path: name, depth: depth + 1 });
      } else if (!entry.isFile()) continue;
      else if (isDockerfileName(entry.name)) found.dockerfiles.push(name);
      else if (/\.ya?ml$/.test(entry.name) && !isLockfileName(name)) found.manifests.push(name);
      else if (isLockfileName(name)) found.lockfiles.push(name);
    }
  }
  return found;
}

function report(kind: string, name: string, files: number, bytes: number, units: readonly Unit[], unknown: readonly Unknown[]): Report {
  return buildReport({ kind, name }, { layers: 0, files, bytes, passes: 1, complete: true, notes: [] }, units, unknown, version);
}
