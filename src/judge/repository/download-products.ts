import { archiveHints } from '../../dockerfile/shell/downloads.ts';
import { isKnownPortable } from './known-portable.ts';
import type { Place } from './place.ts';
import { resolvePath } from './product.ts';
import type { Product } from './product.ts';
import type { Made } from './run-products.ts';
import { isReached } from './stage-runs.ts';
import type { RunFacts } from './stage-runs.ts';

/** Programs that come out of downloaded archives for Linux: built for glibc, unless their name or what is known of them says otherwise. */
export function downloadedProducts(run: RunFacts, place: Place): readonly Made[] {
  return run.downloads.flatMap(({ url, to, command }): readonly Made[] => {
    if (!isReached(command)) return [];
    const hints = archiveHints(url.text);
    if (!hints.linux || hints.libc === 'static' || hints.libc === 'musl' || isKnownPortable(url.text)) return [];
    if (hints.architecture === undefined && hints.libc === undefined && !/\$/.test(url.text)) return [];
    const folder = run.folderOf(command);
    const unpacked = unpackFolder(run, command.start) ?? folder;
    const isArchive = /\.(?:tar(?:\.\w+)?|tgz|zip|gz|xz|bz2)$/.test(url.text.split(/[?#]/)[0] ?? '');
    const path = isArchive || to === undefined ? resolvePath(unpacked, '.') : resolvePath(folder, to);
    const product: Product = {
      kind: 'program',
      path,
      vague: isArchive || to === undefined,
      libc: 'glibc',
      version: null,
      native: hints.libc === 'glibc' ? 'yes' : 'maybe',
      evidence: { by: url.text.slice(0, 160) },
      madeIn: place,
      offset: command.start,
    };
    return [{ command, product }];
  });
}

/** `tar -C DIR`, `unzip -d DIR` behind the download. */
function unpackFolder(run: RunFacts, start: number): string | undefined {
  const command = run.commands.find((each) => each.start > start && (each.name === 'tar' || each.name === 'unzip'));
  if (command === undefined) return undefined;
  const at = command.argv.findIndex(({ text }) => /^(?:-C|--directory|-d)$/.test(text));
  const joined = command.argv.map(({ text }) => /^(?:--directory=|-C)(\/.+)$/.exec(text)?.[1]).find((text) => text !== undefined);
  const value = joined ?? (at === -1 ? undefined : command.argv[at + 1]?.text);
  return value === undefined ? run.folderOf(command) : resolvePath(run.folderOf(command), value);
}
