import { installedSoftware } from '../ecosystems/installed/find-installed.ts';
import type { InstalledSoftware } from '../ecosystems/installed/installed-software.ts';
import { carriedFiles } from './compose.ts';
import type { Carried, CarriedEntry } from './compose.ts';
import { findArtifacts } from './find-artifacts.ts';
import type { FoundArtifact } from './find-artifacts.ts';
import { selectFor } from './selection.ts';
import type { Software } from './software.ts';
import type { Entry } from '../tree/tree.ts';

/** What of a subject is the same on every target. */
export interface Application {
  /** Which files and folders move: the application's, and the folders that hold them. */
  readonly carried: Carried;
  readonly artifacts: readonly FoundArtifact[];
  readonly installed: InstalledSoftware;
  /** The same without the thousands of files that no loader looks at, for laying over dozens of bases: links, artifacts and what the image starts. */
  readonly loadable: () => Carried;
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
  const carried = { rootfs, carries: (entry: CarriedEntry) => partOf(entry) === 'application', carriesFolder: isApplicationFolder };
  let loadable: Carried | null = null;
  return {
    carried,
    artifacts,
    loadable: () => (loadable ??= onlyLoadable(software, carried, artifacts)),
    installed: installedSoftware(rootfs, packages),
    isSelected: selectFor(software, artifacts, { rootfs, base, own: true }).isSelected,
  };
}

function onlyLoadable({ rootfs, entrypoint }: Software, carried: Carried, artifacts: readonly FoundArtifact[]): Carried {
  const paths = new Set([...artifacts.map(({ entry }) => entry.path), ...(entrypoint?.programs ?? []).map(({ path }) => path)]);
  const carries = (entry: CarriedEntry): boolean => (entry.type === 'symlink' || paths.has(entry.path)) && carried.carries(entry);
  const entries: Entry[] = [];
  for (const entry of rootfs.tree.entries()) {
    if (entry.type === 'dir' || !carries(entry)) continue;
    // A root of their own makes laying them over others cheap, as long as there are not too many.
    if (entries.push(entry) > MOST_COPIED) return { ...carried, carries };
  }
  return carriedFiles(rootfs, entries);
}

const MOST_COPIED = 50_000;

/** Folders of the system exist on every base; what the application brings of them is their content. */
function isApplicationFolder(path: string): boolean {
  return !/^\/(etc|var|proc|sys|dev|run|tmp)(\/|$)/.test(path);
}
