import type { Unit, Unknown } from '../report/report.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { Identity } from '../tree/tree.ts';
import { judgeCarried, judgeOwnBase, judgeRebuilt } from './judge-target.ts';
import type { Software } from './software.ts';
import { summarizeParts } from './summarize-parts.ts';
import { summarizeBase } from './summarize-base.ts';

/** Judges one image or root file system on its own base and carried to each target. */
export function judgeImage(
  software: Software,
  targets: readonly Software[],
): { readonly unit: Unit; readonly unknown: readonly Unknown[] } {
  const own = judgeOwnBase(software);
  const others = targets.flatMap((target) => [judgeCarried(software, target), judgeRebuilt(software, target)]);
  const parts = summarizeParts(software);
  const unit: Unit = { name: software.name, kind: 'image', base: summarizeBase(software.base), parts, targets: [own, ...others] };
  const nameOf = namesOf(software.rootfs);
  const unread = software.rootfs.unread.map(({ identity, why }) => ({ what: nameOf(identity), why }));
  return { unit, unknown: [...(software.base?.unknown ?? []), ...unread] };
}

/** The first name of each unread file, for reports; its identity says nothing to people. */
function namesOf({ tree, unread }: Rootfs): (identity: Identity) => string {
  const names = new Map<Identity, string | null>(unread.map(({ identity }) => [identity, null]));
  if (names.size > 0) for (const { identity, path } of tree.entries()) if (names.get(identity) === null) names.set(identity, path);
  return (identity) => names.get(identity) ?? 'a file that the merged tree no longer has';
}
