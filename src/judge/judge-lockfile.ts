import type { LockTarget } from '../ecosystems/lockfiles/lock-target.ts';
import type { SelectedPackage } from '../ecosystems/lockfiles/selected-package.ts';
import { selectPackages } from '../ecosystems/lockfiles/select-packages.ts';
import type { TarballContents } from '../ecosystems/node/tarball-contents.ts';
import type { Lockfile } from '../formats/text/lockfiles/lockfile.ts';
import type { LockedPackageVerdict, Target, Unit, Unknown, Verdict } from '../report/report.ts';
import { lockfileFindings } from './lockfile-findings.ts';
import { lockfileLocator } from './lockfile-lines.ts';
import type { LinePlace } from './lockfile-lines.ts';
import { describeWhy } from './lockfile-why.ts';

export interface NamedLockfile {
  /** As findings name it. */
  readonly name: string;
  readonly text: string;
  readonly lock: Lockfile;
  /** npm packages whose files are known, by `name@version`. */
  readonly contents?: ReadonlyMap<string, TarballContents>;
}

/** One lockfile on each target, by its package manager's rules. `overview` targets were not asked for and never count for the exit code. */
export function judgeLockfile(
  file: NamedLockfile,
  targets: readonly LockTarget[],
  overview = false,
): { readonly unit: Unit; readonly unknown: readonly Unknown[] } {
  const place = lockfileLocator(file.text);
  const judged = targets.map((target) => judgeTarget(file, place, target, overview));
  return { unit: { name: file.name, kind: 'lockfile', base: null, targets: judged }, unknown: file.lock.unresolved };
}

type Locate = (name: string, version: string | null) => LinePlace;

function judgeTarget({ name, lock, contents }: NamedLockfile, locate: Locate, target: LockTarget, overview: boolean): Target {
  const { packages, installed } = selectPackages(lock, target, contents);
  const findings = lockfileFindings(packages, target, (each) => ({ file: name, ...locate(each.name, each.version) }));
  return {
    name: target.name,
    move: 'rebuild',
    verdict: verdictOf(packages, lock),
    ...(overview ? { overview } : {}),
    findings,
    artifacts: [],
    packages: packages.map(summarize),
    ...(installed === undefined ? {} : { installed }),
  };
}

/** What is only possible never changes a verdict; what is optional can be absent. */
function verdictOf(packages: readonly SelectedPackage[], { unresolved }: Lockfile): Verdict {
  const sure = packages.filter(({ certainty }) => certainty !== 'possible');
  const isFailure = ({ verdict }: SelectedPackage): boolean => verdict === 'fails' || verdict === 'foreign';
  if (sure.some((each) => isFailure(each) && each.optional !== true)) return 'breaks';
  if (
    packages.some(
      ({ verdict, certainty }) => verdict === 'unknown' || (certainty === 'possible' && (verdict === 'fails' || verdict === 'foreign')),
    ) ||
    unresolved.length > 0
  ) {
    return 'unknown';
  }
  if (sure.some((each) => isFailure(each) || each.verdict === 'compiles')) return 'differs';
  return 'runs';
}

function summarize(each: SelectedPackage): LockedPackageVerdict {
  const { name, version, verdict, file, certainty, native, optional, development } = each;
  return {
    name,
    version,
    verdict,
    ...(file === undefined ? {} : { file }),
    certainty,
    why: describeWhy(each),
    native,
    ...(optional === true ? { optional } : {}),
    ...(development === true ? { development } : {}),
  };
}
