import { openWorld } from '../../loader/world.ts';
import { simulate } from '../../loader/simulate.ts';
import type { LoadResult } from '../../loader/load-result.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import { literalRootfs } from '../../tree/literal.ts';
import type { LiteralEntry } from '../../tree/literal.ts';
import type { Certainty } from '../../report/report.ts';
import { composeRootfs } from '../compose.ts';
import { certaintyOnDerived } from '../derived-certainty.ts';
import { withLiteralFiles } from '../literal-files.ts';
import { standInHost, standInPath } from '../stand-in-host.ts';
import type { LaidOut, OpenedFile } from './laid-out.ts';
import type { StandInBase } from './stand-in-base.ts';

export interface OpenResult {
  readonly file: OpenedFile;
  readonly result: LoadResult;
  readonly certainty: Certainty;
}

/** Opens every file as its runtime would, on the base with everything laid on it; the runtime is a stand-in with the names that the files want of one. */
export function openFiles({ files, opened }: LaidOut, place: StandInBase, { runtime }: LockTarget): readonly OpenResult[] {
  const base = withInstalled(place);
  const upper = literalRootfs(Object.fromEntries([...files].map(([path, elf]) => [path, { mode: 0o755, size: elf.size, elf }])));
  const composed = composeRootfs(base, { rootfs: upper, carries: () => true, carriesFolder: () => true }).rootfs;
  const own = place.base.libc?.family === 'glibc' ? place.base.libc.systemDirectories : [];
  const folders = [...own, '/usr/lib/', '/lib/'];
  const hasLibrary = (soname: string): boolean => folders.some((folder) => base.tree.lookup(`${folder}${soname}`).ok);
  // Libraries beside a module want the runtime's names too.
  const host = standInHost(place.base, null, [...files.values()], hasLibrary, linkedWith[runtime.name] ?? []);
  const rootfs = withLiteralFiles(composed, host === null ? [] : [{ path: standInPath, elf: host }]);
  const musl = place.base.libcs.find(({ family }) => family === 'musl');
  const world = openWorld(rootfs, {
    distribution: place.base.distribution,
    ...(musl?.package === undefined ? {} : { muslPackage: musl.package.version }),
  });
  return opened.flatMap((file): OpenResult[] => {
    if (file.mode !== 'exec' && host === null) return [];
    const result = simulate(world, { path: file.path, mode: file.mode, ...(file.mode === 'exec' ? {} : { host: standInPath }) });
    const certainty = certaintyOn(place, base, file, result);
    return [{ file, result, certainty }];
  });
}

/** What the base's own files decided is proven; what names and versions of its C library did is too, and what a library decided that was not read is likely. */
function certaintyOn(place: StandInBase, base: StandInBase['rootfs'], { elf }: OpenedFile, result: LoadResult): Certainty {
  if (place.derived) return certaintyOnDerived({ outcome: result.outcome, result, certainty: 'proven' }, base);
  const unread = new Set(place.installed.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)));
  const asksUnread =
    (elf.dynamic?.needed ?? []).some((name) => unread.has(name)) ||
    result.objects.some(({ path }) => place.installed.some((each) => each.path === path));
  return asksUnread && result.outcome !== 'missing-library' ? 'likely' : 'proven';
}

/** Libraries that official builds of the runtime are linked with: `readelf -d` of node 24 and python 3.13 on Debian and Alpine. */
const linkedWith: Readonly<Record<string, readonly string[]>> = {
  node: ['libdl.so.2', 'libstdc++.so.6', 'libm.so.6', 'libgcc_s.so.1', 'libpthread.so.0'],
  cpython: ['libdl.so.2', 'libm.so.6', 'libpthread.so.0'],
};

function withInstalled({ rootfs, installed }: StandInBase): StandInBase['rootfs'] {
  if (installed.length === 0) return rootfs;
  const files = Object.fromEntries(installed.map(({ path, elf }): [string, LiteralEntry] => [path, { mode: 0o755, size: elf.size, elf }]));
  const upper = literalRootfs(files);
  return composeRootfs(rootfs, { rootfs: upper, carries: () => true, carriesFolder: () => true }).rootfs;
}
