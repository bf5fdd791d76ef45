import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { Fetched } from '../../ecosystems/lockfiles/fetched.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import type { SelectedPackage } from '../../ecosystems/lockfiles/selected-package.ts';
import { fallsBackToJava } from '../../ecosystems/java/native-libraries.ts';
import { specOf } from '../../ecosystems/node/select-node.ts';
import { describeWhy } from '../lockfile-why.ts';
import type { LaidOut } from './laid-out.ts';
import { layOutJava, coordinateOf } from './lay-out-java.ts';
import { layOutNode } from './lay-out-node.ts';
import { layOutPython } from './lay-out-python.ts';
import { openFiles } from './open-files.ts';
import type { OpenResult } from './open-files.ts';
import { readOutcome } from './read-outcome.ts';
import { standInBase } from './stand-in-base.ts';

export interface Proven {
  readonly packages: readonly SelectedPackage[];
  readonly opened: readonly OpenResult[];
}

/** Asks the loader about every fetched artifact that is opened on the target, and lets its answer stand for what names and tags promised. */
export function provePackages(
  packages: readonly SelectedPackage[],
  lock: Lockfile,
  target: LockTarget,
  fetched: Fetched | undefined,
): Proven {
  const laid = fetched === undefined ? null : layOut(packages, lock, target, fetched);
  const place = laid === null || laid.opened.length === 0 ? null : standInBase(target);
  if (laid === null || place === null) return { packages, opened: [] };
  const opened = openFiles(laid, place, target);
  const byOwner = Map.groupBy(opened, ({ file }) => file.owner);
  const proven = packages.map((each): SelectedPackage => {
    const results = ownersOf(each, lock).flatMap((owner) => byOwner.get(owner) ?? []);
    if (results.length === 0) return each;
    const judged = { ...each, ...readOutcome(each, results, target.libc.family, place.name, rebuilds(each, fetched)) };
    if (judged.why.kind !== 'load-fails' || lock.ecosystem !== 'java' || !fallsBackToJava.has(each.name)) return judged;
    return {
      ...judged,
      verdict: 'pure-fallback',
      certainty: 'likely',
      why: { kind: 'known', note: `falls back to Java: ${describeWhy(judged)}` },
    };
  });
  return { packages: proven, opened };
}

/** node-gyp-build's program, as an install script, runs the addon first and `node-gyp rebuild` where that fails (its bin.js). */
function rebuilds(each: SelectedPackage, fetched: Fetched | undefined): boolean {
  return /(?:^|[\s&|;])node-gyp-build(?:$|[\s&|;])/.test(fetched?.tarballs?.get(specOf(each))?.scripts ?? '');
}

function layOut(packages: readonly SelectedPackage[], lock: Lockfile, target: LockTarget, fetched: Fetched): LaidOut | null {
  switch (lock.ecosystem) {
    case 'node':
      return layOutNode(lock, target, fetched.tarballs ?? new Map());
    case 'python':
      return layOutPython(packages, target, fetched.wheels ?? new Map());
    case 'java':
      return layOutJava(packages, target, fetched.jars ?? new Map());
    default:
      return null;
  }
}

/** Artifacts that a package's verdict rests on: npm packages that open a build of another name rest on that one. */
function ownersOf(each: SelectedPackage, lock: Lockfile): readonly string[] {
  if (lock.ecosystem === 'python') return each.file === undefined ? [] : [each.file];
  if (lock.ecosystem === 'java') return [coordinateOf(each)];
  if (each.file === undefined || each.file === each.name) return [specOf(each)];
  const builds = lock.packages.filter(({ name }) => name === each.file);
  return (builds.some(({ version }) => version === each.version) ? builds.filter(({ version }) => version === each.version) : builds).map(
    specOf,
  );
}
