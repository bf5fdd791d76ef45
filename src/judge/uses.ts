import { isSelectedByNode } from '../ecosystems/selection/select-node-addon.ts';
import type { NodePackage } from '../ecosystems/selection/select-node-addon.ts';
import { platformTokens } from '../ecosystems/selection/platform-tokens.ts';
import { isSelectedByName } from '../ecosystems/selection/select-build.ts';
import type { SelectionTarget } from '../ecosystems/selection/selection-target.ts';
import type { FoundArtifact } from './find-artifacts.ts';
import { nodePackages } from './node-packages.ts';
import type { Software } from './software.ts';

/**
 * Which artifacts would be opened on the target by those that choose: a package's own loader among its builds, a JAR's among its natives. Everything that nobody
 * chooses among (a program, a built addon) is in use.
 */
export function selectArtifacts(
  software: Software,
  artifacts: readonly FoundArtifact[],
  target: SelectionTarget,
): (artifact: FoundArtifact) => boolean {
  const packageOf = nodePackages(software.rootfs, artifacts);
  const siblings = groupNatives(artifacts);
  return (artifact) => {
    const pkg = packageOf(artifact.path);
    if (pkg !== null) return selectedInPackage(artifact, pkg, target);
    if (artifact.kind === 'jar-native')
      return isSelectedByName(memberOf(artifact.path), siblings.get(groupOf(artifact.path)) ?? [], target);
    return true;
  };
}

function selectedInPackage(artifact: FoundArtifact, pkg: NodePackage, target: SelectionTarget): boolean {
  const file = artifact.path.slice(pkg.folder.length + 1);
  if (artifact.kind === 'script') return false;
  return isSelectedByNode(file, pkg, target);
}

/** Builds of the same native lie in one archive and differ in their folders. */
function groupNatives(artifacts: readonly FoundArtifact[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { kind, path } of artifacts) {
    if (kind !== 'jar-native') continue;
    const group = groups.get(groupOf(path));
    if (group === undefined) groups.set(groupOf(path), [memberOf(path)]);
    else group.push(memberOf(path));
  }
  return groups;
}

function memberOf(path: string): string {
  return path.slice(path.lastIndexOf('!') + 1);
}

/** The archive and the native's own name without platform words and version: `libnetty_tcnative_linux_x86_64.so` and its siblings are one group. */
function groupOf(path: string): string {
  const archive = path.slice(0, path.lastIndexOf('!'));
  const name = memberOf(path).split('/').at(-1) ?? '';
  const words = name
    .toLowerCase()
    .replaceAll('x86_64', 'x64')
    .replaceAll('aarch_64', 'arm64')
    .split(/[^a-z0-9]+/);
  return `${archive}!${words.filter((word) => Object.keys(platformTokens(word)).length === 0 && !/^\d+$/.test(word)).join('-')}`;
}
