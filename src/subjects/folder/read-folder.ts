import { realpathSync, statSync } from 'node:fs';
import { BasewiseError } from '../../errors.ts';
import { factsBudget } from '../../image/facts-budget.ts';
import { imageRootfs, type ImageRootfs } from '../../image/image-rootfs.ts';
import type { FilePart } from '../../image/read-ranges.ts';
import { interests, keepsFor } from '../interests.ts';
import type { ReadOptions } from '../reading/read-image.ts';
import { folderFiles } from './folder-files.ts';
import type { FolderFiles } from './folder-files.ts';
import { readFileRange } from './open-file.ts';
import { walkFolder } from './walk-folder.ts';

export interface FolderRootfs extends ImageRootfs {
  readonly files: FolderFiles;
}

/**
 * Reads a folder as a root file system: nothing in it is followed outside, and other mounts below it (/proc, /sys, /dev) are left empty. What
 * this user may not read is `unread` with the system's reason.
 *
 * Throws BasewiseError: `not-a-folder`, `too-many-entries`, `reading-stopped`.
 */
export async function readFolder(path: string, options: ReadOptions = {}): Promise<FolderRootfs> {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new BasewiseError('not-a-folder', 'a root file system is a folder or a tar', { path });
  }
  const extractors = interests(options);
  const budget = factsBudget();
  const root = realpathSync(path);
  const { walk, files } = await walkFolder(root, extractors, budget, options);
  const rootfs = await imageRootfs([walk], {
    extractors,
    keeps: keepsFor(options),
    layered: false,
    budget,
    async pass(_layer, wanted) {
      const parts = new Map<number, FilePart[]>();
      for (const [index, ranges] of wanted) {
        const file = files.get(index);
        if (file === undefined) continue;
        parts.set(
          index,
          ranges.map((range) => ({ ...range, bytes: readFileRange(file, range.offset, range.length) })),
        );
      }
      return parts;
    },
  });
  return { ...rootfs, files: folderFiles(root) };
}
