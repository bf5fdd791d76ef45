import { realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { BasewiseError } from '../../errors.ts';
import { fileMembers } from './file-members.ts';
import type { Members } from './members.ts';

/** Files of a folder. A link that leads out of the folder is refused (BasewiseError `link-escapes`): nothing is followed outside its tree. */
export function folderMembers(folder: string): Members {
  const root = realpathSync(folder);
  return fileMembers(folder, (name) => {
    const asked = join(root, name);
    const found = statSync(asked, { throwIfNoEntry: false });
    if (!found?.isFile()) return undefined;
    const path = realpathSync(asked);
    if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) {
      throw new BasewiseError('link-escapes', `${name} is a link that leads out of the folder`, {
        path: folder,
        hint: 'copy the folder with its links resolved (cp -rL) and name the copy',
      });
    }
    return { path, offset: 0, length: found.size };
  });
}
