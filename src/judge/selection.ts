import type { FoundArtifact } from './find-artifacts.ts';
import type { Place } from './open-place.ts';
import { selectionTarget } from './selection-target.ts';
import type { Software } from './software.ts';
import { selectArtifacts } from './uses.ts';

/** What packages' own loaders would take on a place. */
export interface Selection {
  readonly isSelected: (artifact: FoundArtifact) => boolean;
  /** Packages with builds for Linux of which none is for this place. */
  readonly unserved: readonly UnservedPackage[];
}

export interface UnservedPackage {
  /** `sharp`, `@node-rs/xxhash`: the name without its platform words. */
  readonly name: string;
  readonly builds: readonly FoundArtifact[];
  readonly wanted: string;
}

export function selectFor(software: Software, artifacts: readonly FoundArtifact[], place: Place): Selection {
  const target = selectionTarget(place.rootfs, place.base, software.config);
  return target === null ? { isSelected: () => true, unserved: [] } : selectArtifacts(software, artifacts, target);
}
