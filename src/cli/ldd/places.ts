import type { LddOptions } from '../commands/ldd.ts';
import type { CommandIo } from '../io.ts';
import { parsePlatform } from '../options.ts';
import { onDemandRoot } from './on-demand-root.ts';
import { fromHere, inside, place, type Place } from './place.ts';

export async function openPlaces(files: readonly string[], options: LddOptions, io: CommandIo): Promise<readonly Place[]> {
  if (options.in === undefined && options.on.length === 0) {
    const rootfs = onDemandRoot(options.root ?? '/');
    return [place(null, rootfs, {}, options.root === undefined ? fromHere : inside)];
  }
  const { openSubjectPlaces } = await import('./subject-places.ts');
  return openSubjectPlaces(files, options, parsePlatform(options.platform), io);
}
