import { describeBase } from '../../bases/describe-base.ts';
import { pulledFromCatalogue, pulledFromSource } from '../../bases/paid-size/pulled-image.ts';
import type { PulledImage } from '../../bases/paid-size/pulled-image.ts';
import type { Platform } from '../../image/source.ts';
import { openSubject } from '../../subjects/open-subject.ts';
import { parseSubject } from '../../subjects/parse-subject.ts';
import type { CommandIo } from '../io.ts';
import { namesSubject } from '../names-subject.ts';
import { readWithProgress } from '../reading.ts';

/** The layers of an image by its manifest, without reading them; what the catalogue recorded for a bare name. Throws BasewiseError. */
export async function readPulled(name: string, platform: Platform | undefined, io: CommandIo): Promise<PulledImage> {
  if (!namesSubject(name)) return pulledFromCatalogue(describeBase(name, new Date().toISOString().slice(0, 10)));
  const opened = await openSubject(parseSubject(name), {
    ...(platform === undefined ? {} : { platform }),
    environment: io.env,
    ...io.connection,
    stdin: process.stdin,
  });
  if (opened.kind === 'image') return { ...pulledFromSource(opened.source), name };
  if (opened.kind !== 'streamed-archive') return unlayered(name);
  // Which layers a streamed archive uses is known when it has passed by.
  const { layers } = await readWithProgress(name, platform, io);
  return pulledFromSource({ name, layers });
}

/** A folder or a tar of one root file system: nothing that anybody pulls. */
export function unlayered(name: string): PulledImage {
  return { name, certainty: 'proven', source: 'a root file system has no layers', layers: null };
}
