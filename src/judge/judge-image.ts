import type { ImageConfig } from '../image/source.ts';
import type { Unit, Unknown } from '../report/report.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { judgeCarried, judgeOwnBase } from './judge-target.ts';
import { summarizeBase } from './summarize-base.ts';
import { understand } from './understand.ts';

/** Something to judge, or to judge on: a root file system with its image's configuration, where it has one. */
export interface Readable {
  readonly name: string;
  readonly rootfs: Rootfs;
  readonly config: ImageConfig | null;
}

/** Judges one image or root file system on its own base and on each target given as a real tree. */
export function judgeImage(subject: Readable, targets: readonly Readable[]): { readonly unit: Unit; readonly unknown: readonly Unknown[] } {
  const software = understand(subject.name, subject.rootfs, subject.config);
  const own = judgeOwnBase(software);
  const others = targets.map((target) => judgeCarried(software, understand(target.name, target.rootfs, target.config)));
  const unit: Unit = { name: subject.name, kind: 'image', base: summarizeBase(software.base), targets: [own, ...others] };
  return {
    unit,
    unknown: [
      ...(software.base?.unknown ?? []),
      ...software.rootfs.unread.map(({ identity, why }) => ({ what: namesOf(subject.rootfs, identity), why })),
    ],
  };
}

/** The first name of a file, for reports; its identity says nothing to people. */
function namesOf(rootfs: Rootfs, identity: string): string {
  for (const entry of rootfs.tree.entries()) if (entry.identity === identity) return entry.path;
  return 'a file that the merged tree no longer has';
}
