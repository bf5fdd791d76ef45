import type { Lockfile } from '../formats/text/lockfiles/lockfile.ts';
import type { LockTarget } from '../ecosystems/lockfiles/lock-target.ts';
import type { SelectedPackage } from '../ecosystems/lockfiles/selected-package.ts';
import type { Certainty, Finding, Severity, Where } from '../report/report.ts';
import { listed } from './group-failures.ts';
import { describeWhy } from './lockfile-why.ts';

type Place = (each: SelectedPackage) => Where;

/** What matters among the verdicts of one target: a finding for each package that cannot work there, one for all that compile, one for all that stay open. */
export function lockfileFindings(packages: readonly SelectedPackage[], target: LockTarget, place: Place): readonly Finding[] {
  const findings: Finding[] = [];
  const refused = packages.filter(({ why }) => why.kind === 'refused');
  const [first] = refused;
  if (first !== undefined)
    findings.push(
      finding(
        'lock-refused',
        target,
        refused,
        place,
        'error',
        `The package manager refuses the lock on this target: ${describeWhy(first)}.`,
        'make the lock anew for this target',
      ),
    );
  // Several versions of one package fail for one reason.
  const alone = packages.filter(({ verdict, why }) => why.kind !== 'refused' && (verdict === 'fails' || verdict === 'foreign'));
  for (const [first, ...others] of Map.groupBy(alone, ({ name, verdict }) => `${verdict} ${name}`).values()) {
    if (first !== undefined) findings.push((first.verdict === 'fails' ? failure : foreign)([first, ...others], target, place));
  }
  const compiled = packages.filter(({ verdict }) => verdict === 'compiles');
  if (compiled.length > 0) findings.push(compiles(compiled, target, place));
  const pure = packages.filter(({ verdict }) => verdict === 'pure-fallback');
  if (pure.length > 0) {
    const message = `${names(pure)} ${pure.length === 1 ? 'has' : 'have'} no build for this target; the version without native code is installed, which is slower.`;
    findings.push(finding('package-pure-fallback', target, pure, place, 'note', message));
  }
  for (const each of packages) if (each.why.kind === 'needs-library') findings.push(needsLibrary(each, each.why, target, place));
  const open = packages.filter(({ verdict }) => verdict === 'unknown');
  if (open.length > 0) findings.push(undecided(open, target, place));
  return findings;
}

/** Lines and entries that name something which is not in the file: what they would install is not judged. Empty for a lock that holds all of it. */
export function incompleteFindings(
  unresolved: Lockfile['unresolved'],
  target: LockTarget,
  at: (what: string) => Where,
): readonly Finding[] {
  const [first] = unresolved;
  if (first === undefined) return [];
  const shown = unresolved.slice(0, 5).map(({ what, why }) => `\n${what}: ${why}.`);
  return [
    {
      id: `lock-incomplete:${target.name}:file`,
      rule: 'lock-incomplete',
      severity: 'warning',
      certainty: 'likely',
      where: unresolved.slice(0, 20).map(({ what }) => at(what)),
      count: unresolved.length,
      message: `${unresolved.length === 1 ? 'A line names' : `${unresolved.length} lines name`} something that is not in this file, and what it installs is not judged here.${shown.join('')}`,
      evidence: { unresolved: unresolved.slice(0, 200) },
    },
  ];
}

function failure(versions: Versions, target: LockTarget, place: Place): Finding {
  const each = gravest(versions);
  const rule = each.why.kind === 'missing-entry' ? 'lock-lacks-platform' : 'package-unavailable';
  const fix =
    each.why.kind === 'missing-entry'
      ? 'delete node_modules and the lock together and install again, with npm 11.3 or later (npm/cli#4828)'
      : `another version of ${each.name} that has a build for ${libcWords(target)}, or a base that its builds are for`;
  const message = `${names(versions)} cannot be used on this target: ${describeWhy(each)}.`;
  return finding(rule, target, versions, place, severityOf(each), message, fix);
}

/** What only a table knows leaves the verdict open, and so is in view whoever asks for the package: an Electron application has Electron among its development's. */
function severityOf({ optional, certainty, why }: SelectedPackage): Severity {
  return certainty === 'possible' || optional === true || why.kind === 'loads' ? 'warning' : 'error';
}

function foreign(versions: Versions, target: LockTarget, place: Place): Finding {
  const each = gravest(versions);
  const message = `${names(versions)}: ${describeWhy(each)}.`;
  return finding(
    'package-foreign',
    target,
    versions,
    place,
    severityOf(each),
    message,
    `a build for ${libcWords(target)}, or compiling it there`,
  );
}

type Versions = readonly [SelectedPackage, ...SelectedPackage[]];

function gravest([first, ...others]: Versions): SelectedPackage {
  const order: readonly Severity[] = ['error', 'warning', 'note'];
  return others.reduce((worst, each) => (order.indexOf(severityOf(each)) < order.indexOf(severityOf(worst)) ? each : worst), first);
}

/** The target names a C library and no image: whether the library will be there is the base's matter. */
function needsLibrary(
  each: SelectedPackage,
  { libraries }: Extract<SelectedPackage['why'], { kind: 'needs-library' }>,
  target: LockTarget,
  place: Place,
): Finding {
  const fix = `install the package that has ${listed(libraries, 4)} in the final stage`;
  return finding('package-needs-library', target, [each], place, 'warning', `${named(each)}: ${describeWhy(each)}.`, fix);
}

function compiles(all: readonly SelectedPackage[], target: LockTarget, place: Place): Finding {
  const sure = all.some(({ certainty }) => certainty !== 'possible');
  const reasons = all.slice(0, 5).map((each) => `\n${named(each)}: ${describeWhy(each)}.`);
  const message = `${names(all)} ${all.length === 1 ? 'is' : 'are'} compiled where ${all.length === 1 ? 'it is' : 'they are'} installed.${reasons.join('')}`;
  return finding(
    'package-compiles',
    target,
    all,
    place,
    sure ? 'warning' : 'note',
    message,
    'install a compiler and the headers in the stage that installs, or take a version or a base with a build',
  );
}

function undecided(all: readonly SelectedPackage[], target: LockTarget, place: Place): Finding {
  const native = all.filter((each) => each.native || each.why.kind !== 'no-sign');
  const silent = all.length - native.length;
  const reasons = native.slice(0, 5).map((each) => `\n${named(each)}: ${describeWhy(each)}.`);
  const rest =
    silent === 0
      ? ''
      : `\n${silent} ${silent === 1 ? 'package shows' : 'packages show'} no sign of native code, which the lock cannot prove.`;
  const message = `The lock does not decide ${all.length} ${all.length === 1 ? 'package' : 'packages'}.${reasons.join('')}${rest}`;
  return finding('package-undecided', target, native.length === 0 ? all.slice(0, 1) : native, place, 'warning', message);
}

function finding(
  rule: string,
  target: LockTarget,
  packages: readonly SelectedPackage[],
  place: Place,
  severity: Severity,
  message: string,
  fix?: string,
): Finding {
  const certainty = surest(packages);
  const key = new Set(packages.map(({ name }) => name)).size === 1 ? (packages[0]?.name ?? '') : 'packages';
  return {
    id: `${rule}:${target.name}:${key}`,
    rule,
    severity,
    certainty,
    where: packages.slice(0, 20).map(place),
    count: packages.length,
    message,
    ...(fix === undefined ? {} : { fix }),
    evidence: { packages: packages.slice(0, 200).map(({ name, version, verdict, why }) => ({ name, version, verdict, why })) },
  };
}

function surest(packages: readonly SelectedPackage[]): Certainty {
  if (packages.every((each) => each.certainty === 'proven')) return 'proven';
  return packages.some((each) => each.certainty !== 'possible') ? 'likely' : 'possible';
}

function named({ name, version }: SelectedPackage): string {
  return version === null ? name : `${name} ${version}`;
}

function names(packages: readonly SelectedPackage[]): string {
  return listed(packages.map(named), 6);
}

function libcWords({ libc: { family, major, minor }, machine }: LockTarget): string {
  return `${family} ${major}.${minor} on ${machine}`;
}
