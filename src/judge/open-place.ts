import type { Base } from '../distro/base.ts';
import { openWorld } from '../loader/world.ts';
import type { World } from '../loader/world.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { withLiteralFiles } from './literal-files.ts';
import type { LiteralFile } from './literal-files.ts';
import type { FoundArtifact } from './find-artifacts.ts';

/** A base with the software on it. */
export interface Place {
  readonly rootfs: Rootfs;
  readonly base: Base | null;
  /** The subject's own base. */
  readonly own: boolean;
  /** The target's own root where only family knowledge stands behind it. */
  readonly derived?: Rootfs;
  /** Leave out artifacts that nothing would open there. */
  readonly usedOnly?: boolean;
}

/** Natives of archives become files at a short path of their own; messages get the name back that reports use. */
export function openPlace(place: Place, artifacts: readonly FoundArtifact[], hosts: readonly LiteralFile[]): Opened {
  const paths = new Map<string, string>();
  const natives: LiteralFile[] = [];
  for (const artifact of artifacts) {
    if (!artifact.path.includes('!') || artifact.elf === null) continue;
    const path = `/.basewise/native/${paths.size}/${artifact.path.slice(artifact.path.lastIndexOf('/') + 1)}`;
    paths.set(artifact.path, path);
    natives.push({ path, elf: artifact.elf });
  }
  const rootfs = withLiteralFiles(place.rootfs, [...hosts, ...natives]);
  const musl = place.base?.libcs.find((libc) => libc.family === 'musl');
  const world = openWorld(rootfs, {
    distribution: place.base?.distribution ?? null,
    ...(musl?.package === undefined ? {} : { muslPackage: musl.package.version }),
  });
  return { world, rootfs, pathOf: (artifact) => paths.get(artifact.path) ?? artifact.path };
}

export interface Opened {
  readonly world: World;
  readonly rootfs: Rootfs;
  /** Where the artifact lies in the world. */
  readonly pathOf: (artifact: FoundArtifact) => string;
}
