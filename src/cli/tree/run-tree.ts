import { BasewiseError } from '../../errors.ts';
import { entryToJson, renderEntry } from '../../report/tree-entry.ts';
import type { Entry, Tree } from '../../tree/tree.ts';
import type { TreeOptions } from '../commands/tree.ts';
import type { CommandIo } from '../io.ts';
import { parsePlatform } from '../options.ts';
import { readWithProgress } from '../reading.ts';

export async function runTree(subject: string, paths: readonly string[], options: TreeOptions, io: CommandIo): Promise<void> {
  const { rootfs } = await readWithProgress(subject, parsePlatform(options.platform), io, {
    digests: options.digest ?? false,
    namesOnly: true,
  });
  const entries = paths.length === 0 ? rootfs.tree.entries() : below(rootfs.tree, paths, subject);
  if (options.format === 'json') {
    io.out(`${JSON.stringify([...entries].map(entryToJson), null, 2)}\n`);
    return;
  }
  const line = options.format === 'jsonl' ? (entry: Entry): string => JSON.stringify(entryToJson(entry)) : renderEntry;
  let batch: string[] = [];
  for (const entry of entries) {
    batch.push(line(entry));
    if (batch.length < 1000) continue;
    io.out(`${batch.join('\n')}\n`);
    batch = [];
    await io.drained?.();
  }
  if (batch.length > 0) io.out(`${batch.join('\n')}\n`);
}

/** Each path by its real place (links on the way are followed, a link at the end is shown itself), folders with everything below, each entry once. */
function below(tree: Tree, paths: readonly string[], subject: string): Iterable<Entry> {
  const wanted = paths.map((path) => {
    const found = tree.lookup(path.startsWith('/') ? path : `/${path}`, { follow: false });
    if (!found.ok) throw new BasewiseError('no-such-path', `${path} is not in ${subject} (${found.errno} at ${found.at})`, { path });
    return found.entry.path;
  });
  const isWanted = ({ path }: Entry): boolean => wanted.some((root) => root === '/' || path === root || path.startsWith(`${root}/`));
  return entriesThat(tree, isWanted);
}

function* entriesThat(tree: Tree, isWanted: (entry: Entry) => boolean): Generator<Entry> {
  for (const entry of tree.entries()) if (isWanted(entry)) yield entry;
}
