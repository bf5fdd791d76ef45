import { installedSoftware } from '../ecosystems/installed/find-installed.ts';
import type { InstalledSoftware } from '../ecosystems/installed/installed-software.ts';
import type { Carried } from './compose.ts';
import { findArtifacts } from './find-artifacts.ts';
import type { FoundArtifact } from './find-artifacts.ts';
import { selectFor } from './selection.ts';
import type { Software } from './software.ts';

/** What of a subject is the same on every target. */
export interface Application {
  /** Which files and folders move: the application's, and the folders that hold them. */
  readonly carried: Carried;
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
    carried: { rootfs, carries: (entry) => partOf(entry) === 'application', carriesFolder: isApplicationFolder },
    artifacts,
    installed: installedSoftware(rootfs, packages),
    isSelected: selectFor(software, artifacts, { rootfs, base, own: true }).isSelected,
  };
}

/** Folders of the system exist on every base; what the application brings of them is their content. */
function isApplicationFolder(path: string): boolean {
  return !/^\/(etc|var|proc|sys|dev|run|tmp)(\/|$)/.test(path);
}
