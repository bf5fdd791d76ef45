import { imageRules } from '../rules/all.ts';
import { unexplainedFailure } from '../rules/unexplained-failure/rule.ts';
import { applicationOf } from './application.ts';
import type { Artifact, Target } from '../report/report.ts';
import { libraryProvider } from '../bases/profiles/package-providers.ts';
import type { LibraryProvider } from '../bases/profiles/package-providers.ts';
import type { Base } from '../distro/base.ts';
import { summarizeBase } from './summarize-base.ts';
import { composeRootfs } from './compose.ts';
import { findArtifacts } from './find-artifacts.ts';
import type { FoundArtifact } from './find-artifacts.ts';
import { judgeArtifacts } from './judge-artifacts.ts';
import type { JudgedArtifact } from './judged-artifact.ts';
import { withLiteralFiles } from './literal-files.ts';
import type { Place } from './open-place.ts';
import { asFiles, packagedLibraries } from './packaged-libraries.ts';
import type { PackagedLibrary } from './packaged-libraries.ts';
import { judgeSecondWall } from './second-wall.ts';
import { selectFor } from './selection.ts';
import { planRebuild } from './rebuild-plan.ts';
import type { RebuildPlan } from './rebuild-plan.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { selectionTarget } from './selection-target.ts';
import type { TargetContext } from './rule.ts';
import type { Software } from './software.ts';
import { verdictOf } from './verdict.ts';

/** The subject on its own base. */
export function judgeOwnBase(software: Software): Target {
  const artifacts = findArtifacts(software);
  const place = { rootfs: software.rootfs, base: software.base, own: true };
  return toTarget(software, { name: 'own', move: 'own', ...judgeOn(software, artifacts, place), replacedLinks: [] });
}

/** The application's own bytes laid over another base (loader.md, section 10). */
export function judgeCarried(software: Software, target: Software): Target {
  const { carried: moving, artifacts } = applicationOf(software);
  const { rootfs, replacedLinks } = composeRootfs(target.rootfs, moving);
  const place = placeOn(target, rootfs);
  const carried = replacedLinks.filter((path) => holdsCarried(path, artifacts));
  return toTarget(software, { name: target.name, move: 'carry', ...judgeOn(software, artifacts, place), replacedLinks: carried }, target);
}

function judgeOn(
  software: Software,
  artifacts: readonly FoundArtifact[],
  place: Place,
): Pick<TargetContext, 'rootfs' | 'base' | 'artifacts' | 'unserved' | 'secondWalls'> {
  const selection = selectFor(software, artifacts, place);
  const judged = judgeArtifacts(software, artifacts, place, selection);
  return {
    rootfs: place.rootfs,
    base: place.base,
    artifacts: judged,
    unserved: selection.unserved,
    secondWalls: () => judgeSecondWall(judged, place),
  };
}

export interface RebuildOptions {
  /** Leave out what nothing would open there. */
  readonly usedOnly?: boolean;
  /** Libraries of packages that would be installed on the target beside those that the subject's own packages bring. */
  readonly installed?: readonly PackagedLibrary[];
}

/**
 * The software built and installed again on another base: base, packages and runtime are the target's, what metadata shows how to make again is made again, and
 * only the rest is carried.
 */
export function judgeRebuilt(software: Software, target: Software, { usedOnly = false, installed = [] }: RebuildOptions = {}): Target {
  const { artifacts, isSelected, ...application } = applicationOf(software);
  const plan = planFor(software, target);
  const moved = artifacts.filter((artifact) => plan(artifact).kind === 'carried');
  const carriedFiles = new Set(moved.map(({ entry }) => entry.path));
  const replacedFiles = new Set(artifacts.map(({ entry }) => entry.path).filter((path) => !carriedFiles.has(path)));
  const moving = usedOnly ? application.loadable() : application.carried;
  const { rootfs, replacedLinks } = composeRootfs(target.rootfs, {
    ...moving,
    carries: (entry) => !replacedFiles.has(entry.path) && moving.carries(entry),
  });
  const packaged = [...packagedLibraries(software, target), ...installed];
  const place = { ...placeOn(target, withLiteralFiles(rootfs, asFiles(packaged))), usedOnly };
  const judged = judgeOn(software, moved, place);
  const carried = { ...judged, artifacts: judged.artifacts.map((artifact) => withPackages(artifact, packaged, target)) };
  const replaced = artifacts.flatMap((artifact) => judgeReplaced(artifact, plan(artifact), isSelected(artifact)));
  return toTarget(
    software,
    {
      name: target.name,
      move: 'rebuild',
      ...carried,
      artifacts: [...carried.artifacts, ...replaced],
      packaged,
      replacedLinks: replacedLinks.filter((path) => holdsCarried(path, moved)),
    },
    target,
  );
}

function placeOn(target: Software, rootfs: Rootfs): Place {
  return { rootfs, base: target.base, own: false, ...(target.profile?.kind === 'derived' ? { derived: target.rootfs } : {}) };
}

function planFor(software: Software, target: Software): (artifact: FoundArtifact) => RebuildPlan {
  const seen = selectionTarget(target.rootfs, target.base, software.config);
  if (seen === null) return () => ({ kind: 'carried' });
  return planRebuild(applicationOf(software).installed, {
    ...seen,
    libcVersion: target.base?.libc?.version ?? '',
    ...(software.wheels === undefined ? {} : { wheels: software.wheels }),
  });
}

function judgeReplaced(artifact: FoundArtifact, plan: RebuildPlan, selected: boolean): readonly JudgedArtifact[] {
  if (plan.kind === 'carried') return [];
  const { outcome, certainty, why, compiledAnew } = plan;
  const compiled = compiledAnew === undefined ? {} : { compiledAnew };
  return [
    { ...artifact, use: selected ? 'selected' : 'other', outcome, messages: [], certainty, decidedBy: why, result: null, ...compiled },
  ];
}

/** What a package of the target brings is no surer than its soname, and not decided where nobody says which package that is. */
function withPackages(artifact: JudgedArtifact, packaged: readonly PackagedLibrary[], target: Software): JudgedArtifact {
  if (packaged.length === 0 || artifact.result === null) return artifact;
  const loaded = packaged.filter(({ path }) => artifact.result?.objects.some((object) => object.path === path) === true);
  if (loaded.length === 0) return artifact;
  const open = loaded.find(({ sure }) => !sure);
  if (open === undefined || artifact.outcome !== 'runs') return { ...artifact, certainty: 'likely' };
  const { soname, ownPackage } = open;
  const there =
    open.package === null
      ? `which package brings it on ${target.name} is not known here`
      : `on ${target.name} it is in ${open.package}, and whether that has all that is used is not known here`;
  const why = `it needs ${soname}, which the package ${ownPackage ?? ''} brings on its own base; ${there}`;
  return { ...artifact, outcome: 'unknown', certainty: 'likely', decidedBy: why };
}

function holdsCarried(folder: string, artifacts: readonly FoundArtifact[]): boolean {
  return artifacts.some(({ entry }) => entry.path.startsWith(`${folder}/`));
}

function toTarget(software: Software, context: Omit<TargetContext, 'software'>, { profile }: Pick<Software, 'profile'> = {}): Target {
  const full = { software, derived: profile?.kind === 'derived', providerOf: providerFor(software, context.base), ...context };
  const explained = imageRules.flatMap((rule) => rule.run(full));
  const findings = explained.some(({ severity }) => severity === 'error') ? explained : [...explained, ...unexplainedFailure.run(full)];
  return {
    name: context.name,
    move: context.move,
    verdict: verdictOf(findings),
    ...(context.move === 'own' ? {} : { base: summarizeBase(context.base) }),
    ...(profile === undefined ? {} : { profile }),
    findings,
    artifacts: context.artifacts.map(toReported),
  };
}

function providerFor(software: Software, base: Base | null): (soname: string) => LibraryProvider | null {
  const installed = software.base?.distribution === base?.distribution ? software.packages.packages : [];
  return (soname) => libraryProvider(base, soname, installed);
}

function toReported(artifact: JudgedArtifact): Artifact {
  const { path, kind, use, outcome, messages, certainty, decidedBy } = artifact;
  return { path, kind, use, outcome, messages, certainty, ...(decidedBy === undefined ? {} : { why: decidedBy }) };
}
