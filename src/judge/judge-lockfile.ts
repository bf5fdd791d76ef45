import type { LockTarget } from '../ecosystems/lockfiles/lock-target.ts';
import type { SelectedPackage } from '../ecosystems/lockfiles/selected-package.ts';
import { selectPackages } from '../ecosystems/lockfiles/select-packages.ts';
import type { Fetched } from '../ecosystems/lockfiles/fetched.ts';
import type { Lockfile } from '../formats/text/lockfiles/lockfile.ts';
import type { LockedPackageVerdict, Target, Unit, Unknown, Verdict } from '../report/report.ts';
import { incompleteFindings, lockfileFindings } from './lockfile-findings.ts';
import { lockfileLocator } from './lockfile-lines.ts';
import type { LinePlace } from './lockfile-lines.ts';
import { describeWhy } from './lockfile-why.ts';
import { withKnownFacts } from './lockfile-known.ts';
import { reportedFile } from './lockfile-proof/reported-file.ts';
import { provePackages } from './lockfile-proof/prove-packages.ts';

export interface NamedLockfile {
  /** As findings name it. */
  readonly name: string;
  readonly text: string;
  readonly lock: Lockfile;
  /** What registries said beyond the lock. */
  readonly fetched?: Fetched;
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

function judgeTarget({ name, lock, fetched }: NamedLockfile, locate: Locate, target: LockTarget, overview: boolean): Target {
  const { packages: selected, installed } = selectPackages(lock, target, fetched);
  const { packages: proven, opened } = provePackages(selected, lock, target, fetched);
  const packages = proven.map((each) => withKnownFacts(each, lock.ecosystem, target));
  const findings = [
    ...lockfileFindings(packages, target, (each) => ({ file: name, ...locate(each.name, each.version) })),
    ...incompleteFindings(lock.unresolved, target, (what) => ({ file: name, ...locate(what, null) })),
  ];
  return {
    name: target.name,
    move: 'rebuild',
    verdict: verdictOf(packages, lock),
    ...(overview ? { overview } : {}),
    findings,
    artifacts: opened.map(reportedFile),
    packages: packages.map(summarize),
    ...(installed === undefined ? {} : { installed }),
  };
}

/** What is only possible never changes a verdict; what is optional can be absent. */
function verdictOf(packages: readonly SelectedPackage[], { unresolved }: Lockfile): Verdict {
  const sure = packages.filter(({ certainty }) => certainty !== 'possible');
  // A file for the other C library that the loader opens works, and is not what anybody meant.
  const isFailure = ({ verdict, why }: SelectedPackage): boolean => verdict === 'fails' || (verdict === 'foreign' && why.kind !== 'loads');
  if (sure.some((each) => isFailure(each) && each.optional !== true)) return 'breaks';
  if (
    packages.some(
      ({ verdict, certainty, why }) =>
        verdict === 'unknown' ||
        why.kind === 'needs-library' ||
        (certainty === 'possible' && (verdict === 'fails' || verdict === 'foreign')),
    ) ||
    unresolved.length > 0
  ) {
    return 'unknown';
  }
  if (sure.some((each) => isFailure(each) || each.verdict === 'compiles' || each.verdict === 'foreign')) return 'differs';
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
