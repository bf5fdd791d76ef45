import { isSelectedByNode } from '../ecosystems/selection/select-node-addon.ts';
import type { NodePackage } from '../ecosystems/selection/select-node-addon.ts';
import { platformTokens } from '../ecosystems/selection/platform-tokens.ts';
import { isSelectedByName } from '../ecosystems/selection/select-build.ts';
import type { SelectionTarget } from '../ecosystems/selection/selection-target.ts';
import type { FoundArtifact } from './find-artifacts.ts';
import { defaultPath } from './find-program.ts';
import { nodePackages, withoutPlatform } from './node-packages.ts';
import type { Selection, UnservedPackage } from './selection.ts';
import type { Software } from './software.ts';

/**
 * Which artifacts would be opened on the target by those that choose: a package's own loader among its builds, a JAR's among its natives. Everything that nobody
 * chooses among (a program, a built addon) is in use; a script only where a shell finds it by its name, and a
 * library that another artifact needs is judged by that artifact's load.
 */
export function selectArtifacts(software: Software, artifacts: readonly FoundArtifact[], target: SelectionTarget): Selection {
  const packageOf = nodePackages(software.rootfs, artifacts);
  const siblings = groupNatives(artifacts);
  const path = new Set((software.entrypoint?.env['PATH'] ?? defaultPath).split(':'));
  const needed = new Set(artifacts.flatMap(({ elf }) => elf?.dynamic?.needed ?? []).map(fileName));
  const isSelected = (artifact: FoundArtifact): boolean => {
    if (artifact.kind === 'script') return path.has(artifact.path.slice(0, artifact.path.lastIndexOf('/')));
    const pkg = packageOf(artifact.path);
    const chosen = pkg !== null || artifact.kind === 'jar-native';
    if (chosen && artifact.elf !== null && artifact.elf.machine !== target.machine) return false;
    if (pkg !== null) return selectedInPackage(artifact, pkg, target);
    if (artifact.kind === 'jar-native')
      return isSelectedByName(memberOf(artifact.path), siblings.get(groupOf(artifact.path)) ?? [], target);
    return artifact.kind !== 'library' || !needed.has(fileName(artifact.path));
  };
  return { isSelected, unserved: unservedPackages(artifacts, packageOf, isSelected, target) };
}

/** Groups addons by package (platform packages by what they are builds of) and keeps the groups that were built for Linux and have nothing for the target. */
function unservedPackages(
  artifacts: readonly FoundArtifact[],
  packageOf: (path: string) => NodePackage | null,
  isSelected: (artifact: FoundArtifact) => boolean,
  target: SelectionTarget,
): readonly UnservedPackage[] {
  const groups = new Map<string, { name: string; builds: FoundArtifact[] }>();
  for (const artifact of artifacts) {
    const pkg = artifact.kind === 'node-addon' ? packageOf(artifact.path) : null;
    if (pkg === null) continue;
    const name = withoutPlatform(pkg.name);
    const key = `${pkg.folder.slice(0, -pkg.name.length)}${name}`;
    const group = groups.get(key) ?? { name, builds: [] };
    groups.set(key, group);
    group.builds.push(artifact);
  }
  const wanted = `linux ${target.arch}${target.libc === null ? '' : ` ${target.libc}`}`;
  return [...groups.values()]
    .filter(({ builds }) => !builds.some(isSelected) && builds.some(({ path }) => (platformTokens(path).os ?? 'linux') === 'linux'))
    .map(({ name, builds }) => ({ name, builds, wanted }));
}

function selectedInPackage(artifact: FoundArtifact, pkg: NodePackage, target: SelectionTarget): boolean {
  const file = artifact.path.slice(pkg.folder.length + 1);
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

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
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
