import type { Platform } from '../image/source.ts';
import { readSubject } from '../subjects/read-subject.ts';
import type { ReadSubject } from '../subjects/read-subject.ts';
import type { ReadOptions } from '../subjects/reading/read-image.ts';
import type { CommandIo } from './io.ts';

/** Reads a subject and shows how far it got. */
export function readWithProgress(
  subject: string,
  platform: Platform | undefined,
  io: CommandIo,
  options: Omit<ReadOptions, 'signal' | 'onProgress'> = {},
): Promise<ReadSubject> {
  let downloaded = 0;
  io.progress.update(`opening ${subject}`);
  return readSubject(
    subject,
    {
      ...(platform === undefined ? {} : { platform }),
      environment: io.env,
      ...io.connection,
      stdin: process.stdin,
      onProgress({ bytes }) {
        downloaded += bytes;
        io.progress.update(`${subject}: ${megabytes(downloaded)} over the network`);
      },
    },
    {
      ...options,
      onProgress({ read, total }) {
        io.progress.update(`${subject}: ${megabytes(read)}${total === undefined ? '' : ` of ${megabytes(total)}`}`);
      },
    },
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
