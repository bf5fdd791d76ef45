import { BasewiseError } from '../../errors.ts';
import type { ImageConfig, Platform } from '../../image/source.ts';
import { carriedFiles, composeRootfs, type CarriedEntry } from '../../judge/compose.ts';
import type { Software } from '../../judge/software.ts';
import { understand } from '../../judge/understand.ts';
import type { LibcPackages } from '../../loader/world.ts';
import { machinePlatform } from '../../subjects/manifests/platform.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import type { Entry } from '../../tree/tree.ts';
import type { LddOptions } from '../commands/ldd.ts';
import type { CommandIo } from '../io.ts';
import { resolveTarget } from '../check/resolve-target.ts';
import { openWithProgress, readOpenedWithProgress } from '../reading.ts';
import { onDemandRoot } from './on-demand-root.ts';
import { fromHere, inside, place, realFile, type Place } from './place.ts';

/** `--in` reads the subject; `--on` lays the application's part of it, or the named files of this machine, over each base. */
export async function openSubjectPlaces(
  files: readonly string[],
  options: LddOptions,
  platform: Platform | undefined,
  io: CommandIo,
): Promise<readonly Place[]> {
  const subject = options.in ?? (options.root === undefined ? undefined : `rootfs:${options.root}`);
  if (subject === undefined) return localOnBases(files, options, platform, io);
  const opened = await openWithProgress(subject, platform, io);
  // Of a folder only what a question touches is read: a whole machine takes a minute.
  if (opened.kind === 'rootfs-folder' && options.on.length === 0) return [place(null, onDemandRoot(opened.path), {}, inside)];
  const read = await readOpenedWithProgress(opened, subject, io, {});
  const env = environment(read.config);
  if (options.on.length === 0) return [place(null, read.rootfs, env, inside)];
  const software = understand(read.name, read.rootfs, read.config);
  const named = new Set(files.map((file) => entryIn(read.rootfs, file).path));
  const isCarried = (entry: CarriedEntry): boolean => named.has(entry.path) || software.partOf(entry) === 'application';
  const carriesAt = (path: string): boolean => {
    const found = read.rootfs.tree.lookup(path);
    return found.ok && found.entry.type !== 'dir' && isCarried(found.entry);
  };
  const places: Place[] = [];
  for (const name of options.on) {
    const base = await resolveTarget(name, platform ?? read.platform ?? machinePlatform(), io);
    const { rootfs } = composeRootfs(base.rootfs, { rootfs: read.rootfs, carries: isCarried, carriesFolder: () => false });
    places.push(place(name, rootfs, env, inside, carriesAt, () => packagesOf(base)));
  }
  return places;
}

/** A file named by the user is carried whatever part of the image it belongs to. */
function entryIn(rootfs: Rootfs, file: string): Entry {
  const found = rootfs.tree.lookup(inside(file));
  if (!found.ok || found.entry.type !== 'file')
    throw new BasewiseError('no-such-file', 'there is no such file in the root', { path: file });
  return found.entry;
}

/** A file of this machine, at its own path over the base. */
async function localOnBases(
  files: readonly string[],
  options: LddOptions,
  platform: Platform | undefined,
  io: CommandIo,
): Promise<readonly Place[]> {
  if (options.filesFrom !== undefined)
    throw new BasewiseError('bad-usage', '--files-from with --on needs --root or --in', { hint: 'name the root that holds the files' });
  const here = onDemandRoot('/');
  const entries = files.map((file) => entryOf(here, file));
  const places: Place[] = [];
  for (const name of options.on) {
    const base = await resolveTarget(name, platform ?? machinePlatform(), io);
    const { rootfs } = composeRootfs(base.rootfs, carriedFiles(here, entries));
    places.push(
      place(
        name,
        rootfs,
        environment(base.config),
        fromHere,
        () => true,
        () => packagesOf(base),
      ),
    );
  }
  return places;
}

/** A profile keeps what its package database said, and not the database. */
function packagesOf({ base }: Software): LibcPackages {
  const musl = base?.libcs.find((libc) => libc.family === 'musl');
  return { distribution: base?.distribution ?? null, ...(musl?.package === undefined ? {} : { muslPackage: musl.package.version }) };
}

function entryOf(here: Rootfs, file: string): Entry {
  const typed = fromHere(file);
  const found = here.tree.lookup(safely(file));
  if (!found.ok || found.entry.type !== 'file') throw new BasewiseError('no-such-file', 'there is no such file', { path: file });
  return { ...found.entry, path: typed };
}

function safely(file: string): string {
  try {
    return realFile(file);
  } catch {
    throw new BasewiseError('no-such-file', 'there is no such file', { path: file });
  }
}

/** What ENV of an image sets for its processes, as far as loaders look at it. */
function environment(config: ImageConfig | null): Readonly<Record<string, string>> {
  const pairs = (config?.env ?? []).flatMap((line) => {
    const cut = line.indexOf('=');
    return cut > 0 && line.startsWith('LD_') ? [[line.slice(0, cut), line.slice(cut + 1)] as const] : [];
  });
  return Object.fromEntries(pairs);
}
