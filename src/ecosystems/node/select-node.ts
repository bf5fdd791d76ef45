import type { LockedPackage, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { LockTarget } from '../lockfiles/lock-target.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';
import type { Selection } from '../lockfiles/select-packages.ts';
import { chooseBuild } from './choose-build.ts';
import type { BuildChoice } from './choose-build.ts';
import { companionVerdict } from './companions.ts';
import { fitsManager } from './fits-manager.ts';
import { managerRules } from './manager-rules.ts';
import { judgeBuildContents, judgeTarball } from './judge-tarball.ts';
import { nativeSign } from './native-signs.ts';
import { nodeArch } from './node-arch.ts';
import { installedGraph, isAsked } from './node-graph.ts';
import { packagePlatform } from './package-platform.ts';
import { familiesOf } from './platform-family.ts';
import type { TarballContents } from './tarball-contents.ts';

type Judged = Pick<SelectedPackage, 'verdict' | 'file' | 'certainty' | 'why' | 'native'>;

/** By `name@version`. */
type Contents = ReadonlyMap<string, TarballContents>;

interface Situation {
  readonly lock: Lockfile;
  readonly target: LockTarget;
  readonly contents: Contents;
  readonly byId: ReadonlyMap<string, LockedPackage>;
  /** Ids of what is installed. */
  readonly present: ReadonlySet<string>;
  /** Builds that loaders open, by name, with what came of it. */
  readonly opened: Map<string, Judged>;
}

/**
 * What npm, pnpm, yarn and bun put on the disk from the lock, and which of it each package's loader opens (native-dependencies.md 3). `contents` are packages whose files
 * are known; without them what only a tarball decides is unknown.
 */
export function selectNode(lock: Lockfile, target: LockTarget, contents: Contents = new Map()): Selection {
  const rules = managerRules(lock, target);
  const byId = new Map(lock.packages.map((entry) => [entry.id, entry]));
  const fits = fitsManager(lock, target, rules, 'lenient');
  const graph = installedGraph(lock, fits);
  const opened = new Map<string, Judged>();
  const situation = { lock, target, contents, byId, present: new Set(graph.map(({ entry }) => entry.id)), opened };
  const packages: (SelectedPackage & { readonly id: string })[] = [];
  const refused = rules.refusesMissing && lock.packages.some(lacksOptional);
  const offered = new Set(
    lock.packages.flatMap((entry) => familiesOf(entry, byId).flatMap(({ builds }) => builds.map(({ name }) => name))),
  );
  const isBuild = (entry: LockedPackage): boolean =>
    isForPlatforms(entry) && (offered.has(entry.name) || !fits(entry) || packagePlatform(entry.name, undefined) !== null);
  const plain = graph.filter(({ entry }) => entry.source !== 'project' && !isBuild(entry));
  const judgedById = new Map(plain.map(({ entry }) => [entry.id, refused ? refusal : judge(entry, situation)]));
  for (const { entry, optional, development } of plain) {
    const own = judgedById.get(entry.id) ?? refusal;
    const judged = companionVerdict(entry, own, judgedById, byId) ?? own;
    packages.push({
      id: entry.id,
      name: entry.name,
      version: entry.version,
      ...judged,
      ...(optional ? { optional } : {}),
      ...(development ? { development } : {}),
    });
  }
  const builds = graph.filter(({ entry }) => isBuild(entry));
  for (const { entry, optional, development } of builds) {
    const judged = judgeBuild(entry, optional, situation, fits);
    if (judged === null || refused) continue;
    packages.push({
      id: entry.id,
      name: entry.name,
      version: entry.version,
      ...judged,
      ...(optional ? { optional } : {}),
      ...(development ? { development } : {}),
    });
  }
  const fitsSurely = fitsManager(lock, target, rules, 'strict');
  const installed = [
    ...new Set(graph.filter(({ entry }) => isForPlatforms(entry) && fitsSurely(entry)).map(({ entry }) => entry.name)),
  ].toSorted();
  return { packages: onePerVersion(packages), ...(refused ? {} : { installed }) };
}

const refusal: Judged = {
  verdict: 'fails',
  certainty: 'likely',
  why: { kind: 'refused', wanted: 'fewer platforms than its packages name' },
  native: true,
};

/** A package for particular platforms: the build of another one, fsevents and its like, or one that names all systems that it is for (onnxruntime-node). */
function isForPlatforms(entry: LockedPackage): boolean {
  return packagePlatform(entry.name, entry) !== null;
}

/** The lock names an optional dependency and has no entry for it: the platforms that npm before 11.3 forgot (npm/cli#4828). */
function lacksOptional({ edges }: LockedPackage): boolean {
  return edges.some(({ optional, id }) => optional === true && id === undefined);
}

function judge(entry: LockedPackage, situation: Situation): Judged {
  const { target, contents, byId, opened } = situation;
  const families = familiesOf(entry, byId);
  if (families.length === 0) {
    const own = contents.get(specOf(entry));
    if (own !== undefined) return judgeTarball(entry, own, target);
    return { verdict: 'unknown', certainty: 'possible', why: nativeSign(entry), native: nativeSign(entry).kind !== 'no-sign' };
  }
  const arch = nodeArch(target.machine);
  const results = families.map((family) => judgeChoice(chooseBuild(family, target.libc.family, arch), entry, situation));
  for (const result of results) if (result.file !== undefined) opened.set(result.file, result);
  const worst = results.toSorted((a, b) => severity(b) - severity(a))[0];
  const first = results[0];
  if (families.every(({ builds }) => builds.length === 1) && worst?.verdict === 'fails')
    return { ...worst, verdict: 'unknown', certainty: 'possible' };
  if (worst === undefined || first === undefined)
    return { verdict: 'unknown', certainty: 'possible', why: { kind: 'no-sign' }, native: true };
  return severity(worst) === severity(first) ? first : worst;
}

/** `name@version`, as npm asks its registry. */
export function specOf({ name, version }: Pick<LockedPackage, 'name' | 'version'>): string {
  return `${name}@${version ?? ''}`;
}

function severity({ verdict }: Judged): number {
  return ['prebuilt', 'unknown', 'foreign', 'fails'].indexOf(verdict);
}

function judgeChoice(choice: BuildChoice, entry: LockedPackage, { lock, target, contents, present }: Situation): Judged {
  if (choice.kind !== 'none' && choice.kind !== 'missing') {
    const { build } = choice;
    const { name: file } = build;
    // The entry is there, and its manager leaves it out on this target.
    if (build.entry === undefined || !present.has(build.entry.id)) return fallback(entry, { kind: 'no-build', wanted: file });
    const own = contents.get(specOf(build.entry));
    const seen = own === undefined ? null : judgeBuildContents(own, file, target);
    if (seen !== null) return seen;
    if (choice.kind === 'foreign')
      return { verdict: 'foreign', file, certainty: 'possible', why: { kind: 'other-libc', file }, native: true };
    if (choice.kind === 'either')
      return { verdict: 'unknown', file, certainty: 'possible', why: { kind: 'may-be-either', file }, native: true };
    return {
      verdict: 'prebuilt',
      file,
      certainty: choice.kind === 'fits' ? 'likely' : 'possible',
      why: { kind: 'platform-package' },
      native: true,
    };
  }
  if (choice.kind === 'none') return fallback(entry, { kind: 'no-build', wanted: choice.offered });
  // Version 1 does not say what was left out for good; the client asks the registry.
  if (lock.version === '1' && lock.format === 'package-lock') {
    return { verdict: 'unknown', certainty: 'possible', why: { kind: 'missing-entry', wanted: choice.build.name }, native: true };
  }
  return fallback(entry, { kind: 'missing-entry', wanted: choice.build.name });
}

/** No build is there. An install script may fetch or compile one; without one the package's loader finds nothing. */
function fallback(entry: LockedPackage, why: SelectedPackage['why']): Judged {
  const sign = nativeSign(entry);
  const rescued = entry.installScript === true || (sign.kind === 'mechanism' && sign.mechanism !== 'detect-libc');
  if (rescued) return { verdict: 'unknown', certainty: 'possible', why, native: true };
  return { verdict: 'fails', certainty: 'likely', why, native: true };
}

/** Builds stand in the list where a package's loader opens them, or where the project asks for them outright. */
function judgeBuild(
  entry: LockedPackage,
  optional: boolean,
  { lock, opened }: Situation,
  fits: (entry: LockedPackage) => boolean,
): Judged | null {
  if (!fits(entry)) {
    // A lock without roots does not say whether the project asks for it optionally, and optional ones for other systems are the rule (fsevents).
    if (optional || (lock.roots === null && !isAsked(lock, entry))) return null;
    return { verdict: 'fails', certainty: 'likely', why: { kind: 'refused', wanted: 'another platform' }, native: true };
  }
  const result = opened.get(entry.name);
  if (result === undefined) return null;
  const { verdict, certainty, why } = result;
  return { verdict, certainty, why, native: true };
}

/** The same version may lie in several places: one line says it, the worst of them. */
function onePerVersion(packages: readonly (SelectedPackage & { readonly id: string })[]): readonly SelectedPackage[] {
  const order = ['prebuilt', 'pure-fallback', 'unknown', 'compiles', 'foreign', 'fails'];
  const merged = new Map<string, SelectedPackage>();
  for (const { id: _, ...each } of packages) {
    const key = `${each.name}\n${each.version ?? ''}`;
    const known = merged.get(key);
    if (known === undefined || order.indexOf(each.verdict) > order.indexOf(known.verdict)) merged.set(key, each);
  }
  return [...merged.values()];
}
