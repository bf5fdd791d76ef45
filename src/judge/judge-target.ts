import { imageRules } from '../rules/all.ts';
import type { Artifact, Target } from '../report/report.ts';
import { summarizeBase } from './summarize-base.ts';
import { composeRootfs } from './compose.ts';
import { findArtifacts } from './find-artifacts.ts';
import type { FoundArtifact } from './find-artifacts.ts';
import { judgeArtifacts } from './judge-artifacts.ts';
import type { JudgedArtifact } from './judged-artifact.ts';
import type { Place } from './open-place.ts';
import { selectFor } from './selection.ts';
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
  const entries = [...software.rootfs.tree.entries()].filter(
    (entry) => entry.path !== '/' && (entry.type === 'dir' ? isApplicationFolder(entry.path) : software.partOf(entry) === 'application'),
  );
  const { rootfs, replacedLinks } = composeRootfs(target.rootfs, { rootfs: software.rootfs, entries });
  const artifacts = findArtifacts(software, new Set(['application']));
  const place = { rootfs, base: target.base, own: false };
  const carried = replacedLinks.filter((path) => holdsCarried(path, artifacts));
  return toTarget(software, { name: target.name, move: 'carry', ...judgeOn(software, artifacts, place), replacedLinks: carried });
}

function judgeOn(
  software: Software,
  artifacts: readonly FoundArtifact[],
  place: Place,
): Pick<TargetContext, 'rootfs' | 'base' | 'artifacts' | 'unserved'> {
  const selection = selectFor(software, artifacts, place);
  return {
    rootfs: place.rootfs,
    base: place.base,
    artifacts: judgeArtifacts(software, artifacts, place, selection),
    unserved: selection.unserved,
  };
}

/** Folders of the system exist on every base; what the application brings of them is their content. */
function isApplicationFolder(path: string): boolean {
  return !/^\/(etc|var|proc|sys|dev|run|tmp)(\/|$)/.test(path);
}

function holdsCarried(folder: string, artifacts: readonly FoundArtifact[]): boolean {
  return artifacts.some(({ entry }) => entry.path.startsWith(`${folder}/`));
}

function toTarget(software: Software, context: Omit<TargetContext, 'software'>): Target {
  const full = { software, ...context };
  const findings = imageRules.flatMap((rule) => rule.run(full));
  return {
    name: context.name,
    move: context.move,
    verdict: verdictOf(findings),
    ...(context.move === 'own' ? {} : { base: summarizeBase(context.base) }),
    findings,
    artifacts: context.artifacts.map(toReported),
  };
}

function toReported(artifact: JudgedArtifact): Artifact {
  const { path, kind, use, outcome, messages, certainty, decidedBy } = artifact;
  return { path, kind, use, outcome, messages, certainty, ...(decidedBy === undefined ? {} : { why: decidedBy }) };
}
