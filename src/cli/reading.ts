import type { Platform } from '../image/source.ts';
import { openSubject } from '../subjects/open-subject.ts';
import type { OpenedSubject } from '../subjects/opened-subject.ts';
import { parseSubject } from '../subjects/parse-subject.ts';
import { readOpened } from '../subjects/read-subject.ts';
import type { ReadSubject } from '../subjects/read-subject.ts';
import type { ReadOptions } from '../subjects/reading/read-image.ts';
import type { CommandIo } from './io.ts';

/** Reads a subject and shows how far it got. */
export async function readWithProgress(
  subject: string,
  platform: Platform | undefined,
  io: CommandIo,
  options: ReadingOptions = {},
): Promise<ReadSubject> {
  return readOpenedWithProgress(await openWithProgress(subject, platform, io), subject, io, options);
}

export type ReadingOptions = Omit<ReadOptions, 'signal' | 'onProgress'>;

/** Opens a subject: manifests and configurations, no layers. */
export function openWithProgress(subject: string, platform: Platform | undefined, io: CommandIo): Promise<OpenedSubject> {
  let downloaded = 0;
  io.progress.update(`opening ${subject}`);
  return openSubject(parseSubject(subject), {
    ...(platform === undefined ? {} : { platform }),
    environment: io.env,
    ...io.connection,
    stdin: process.stdin,
    onProgress({ bytes }) {
      downloaded += bytes;
      io.progress.update(`${subject}: ${megabytes(downloaded)} over the network`);
    },
  });
}

export function readOpenedWithProgress(
  opened: OpenedSubject,
  subject: string,
  io: CommandIo,
  options: ReadingOptions,
): Promise<ReadSubject> {
  return readOpened(opened, subject, {
    ...options,
    onProgress({ read, total }) {
      io.progress.update(`${subject}: ${megabytes(read)}${total === undefined ? '' : ` of ${megabytes(total)}`}`);
    },
  });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
