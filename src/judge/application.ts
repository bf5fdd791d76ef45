import { installedSoftware } from '../ecosystems/installed/find-installed.ts';
import type { InstalledSoftware } from '../ecosystems/installed/installed-software.ts';
import type { Entry } from '../tree/tree.ts';
import { findArtifacts } from './find-artifacts.ts';
import type { FoundArtifact } from './find-artifacts.ts';
import { selectFor } from './selection.ts';
import type { Software } from './software.ts';

/** What of a subject is the same on every target. */
export interface Application {
  /** The files that move: the application's, and the folders that hold them. */
  readonly entries: readonly Entry[];
  readonly artifacts: readonly FoundArtifact[];
  readonly installed: InstalledSoftware;
  /** What would be opened on the subject's own base. */
  readonly isSelected: (artifact: FoundArtifact) => boolean;
}

const known = new WeakMap<Software, Application>();

/** Computed once a subject: it is asked on dozens of targets. */
export function applicationOf(software: Software): Application {
  const application = known.get(software) ?? describe(software);
  known.set(software, application);
  return application;
}

function describe(software: Software): Application {
  const { rootfs, base, packages, partOf } = software;
  const artifacts = findArtifacts(software, new Set(['application']));
  return {
    entries: [...rootfs.tree.entries()].filter(
      (entry) => entry.path !== '/' && (entry.type === 'dir' ? isApplicationFolder(entry.path) : partOf(entry) === 'application'),
    ),
    artifacts,
    installed: installedSoftware(rootfs, packages),
    isSelected: selectFor(software, artifacts, { rootfs, base, own: true }).isSelected,
  };
}

/** Folders of the system exist on every base; what the application brings of them is their content. */
function isApplicationFolder(path: string): boolean {
  return !/^\/(etc|var|proc|sys|dev|run|tmp)(\/|$)/.test(path);
}
