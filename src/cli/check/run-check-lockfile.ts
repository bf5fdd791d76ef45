import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BasewiseError } from '../../errors.ts';
import { parseLockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import { usualTargets } from '../../ecosystems/lockfiles/usual-targets.ts';
import { FormatError } from '../../formats/format-error.ts';
import { mostCharacters } from '../../formats/text/lockfiles/limits.ts';
import { readProjectWishes } from '../../formats/text/lockfiles/python/pyproject.ts';
import { readLockfile } from '../../formats/text/lockfiles/read-lockfile.ts';
import { buildReport } from '../../judge/build-report.ts';
import { judgeLockfile } from '../../judge/judge-lockfile.ts';
import type { Report, Unit, Unknown } from '../../report/report.ts';
import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { CheckOptions } from '../commands/check.ts';
import type { CommandIo } from '../io.ts';
import { version } from '../version.ts';
import type { Deepened } from './deepen-lockfile.ts';

/**
 * The report of one lockfile on the targets named with `--on`; without any on the usual ones, as an overview. A version of a lockfile that is not known gives no unit
 * and its reason in `unknown`. Throws BasewiseError where the file cannot be read or is damaged.
 */
export function checkLockfile(path: string, text: string, options: LockOptions): Report {
  const file = open(path, text, options);
  return 'report' in file ? file.report : file.judge({ lock: file.lock });
}

/** The same, with what the registries of the user's own pip and npm say of packages that the lock does not decide. */
export async function checkLockfileOnline(path: string, text: string, options: Pick<CheckOptions, 'on'>, io: CommandIo): Promise<Report> {
  const file = open(path, text, options);
  if ('report' in file) return file.report;
  const { deepenLockfile } = await import('./deepen-lockfile.ts');
  return file.judge(await deepenLockfile(file.lock, file.targets, io));
}

/** `runtime`: what the lock is installed for, as far as somebody knows: `cpython@3.11`. */
type LockOptions = Pick<CheckOptions, 'on'> & { readonly runtime?: string };

type Opened =
  | { readonly report: Report }
  | { readonly lock: Lockfile; readonly targets: readonly LockTarget[]; readonly judge: (deeper: Deepened) => Report };

function open(path: string, name: string, { on, runtime }: LockOptions): Opened {
  const content = readText(path);
  const asked = on.map(parseLockTarget);
  const read = { layers: 0, files: 1, bytes: Buffer.byteLength(content), passes: 1, complete: true, notes: [] };
  const report = (units: readonly Unit[], unknown: readonly Unknown[]): Report =>
    buildReport({ kind: 'lockfile', name }, read, units, unknown, version);
  try {
    const lock = withWishes(readLockfile(path, content), path);
    const targets = asked.length === 0 ? usualTargets(lock, runtime) : asked;
    return {
      lock,
      targets,
      judge(deeper) {
        const { unit, unknown } = judgeLockfile({ name: path, text: content, ...deeper }, targets, asked.length === 0);
        return report([unit], unknown);
      },
    };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const why = error.message.replace(/ \(at byte 0\)$/, '');
    if (error.code === 'lockfile-unknown-version') return { report: report([], [{ what: path, why }]) };
    throw new BasewiseError(error.code, why, { path, cause: error });
  }
}

/** Locks of Poetry before 2 and of PDM may say neither what the project asks for nor under which markers: the project's file beside them does. */
function withWishes(lock: Lockfile, path: string): Lockfile {
  if (lock.ecosystem !== 'python' || lock.roots !== null || lock.markersOnPackages === true) return lock;
  const project = join(dirname(path), 'pyproject.toml');
  try {
    if (!statSync(project).isFile() || statSync(project).size > mostProject) return lock;
    return { ...lock, wishes: readProjectWishes(readFileSync(project, 'utf8')) };
  } catch {
    // Not there, not readable or damaged: the lock is judged alone.
    return lock;
  }
}

const mostProject = 4_000_000;

function readText(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > mostCharacters) throw new BasewiseError('lockfile-too-large', 'the lockfile is larger than 64 MB', { path });
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof BasewiseError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    throw new BasewiseError(
      'unreadable',
      code === 'EISDIR' ? 'a lockfile is a file, and this is a folder' : `cannot be read (${code ?? 'unknown reason'})`,
      { path, cause },
    );
  }
}
