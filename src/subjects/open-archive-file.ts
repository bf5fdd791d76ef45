import { createReadStream, statSync } from 'node:fs';
import { BasewiseError } from '../errors.ts';
import { indexTar } from './archive/tar-index.ts';
import { refuseForm } from './archive/refuse-form.ts';
import { readHead, sniff, type ByteForm } from './archive/sniff.ts';
import { imageForm, openImageArchive, type ImageChoice } from './open-image-archive.ts';
import type { OpenedSubject } from './opened-subject.ts';
import { openArchiveStream } from './streamed-archive/open-archive-stream.ts';

/**
 * Opens a tar that holds an image or a root file system. An uncompressed one is read by offsets; a compressed one can only be read as a stream.
 * `imageOnly`: the user said that it is an image. Throws BasewiseError.
 */
export async function openArchiveFile(path: string, choice: ImageChoice, imageOnly: boolean): Promise<OpenedSubject> {
  const form = tarForm(path);
  if (form === 'tar') {
    const members = indexTar(path, path);
    if (imageOnly || choice.name !== undefined || imageForm(members) !== null)
      return { kind: 'image', source: await openImageArchive(members, choice) };
    return openRootfsTar(path);
  }
  const stream = createReadStream(path);
  const opened = await openArchiveStream(path, stream, choice, () => createReadStream(path));
  if (opened.kind !== 'rootfs-tar') return opened;
  stream.destroy();
  if (imageOnly || choice.name !== undefined)
    throw new BasewiseError('not-an-image', 'it holds a root file system, not an image', { path, hint: `rootfs:${path} reads it as one` });
  return openRootfsTar(path);
}

/** Opens the tar of a root file system, plain or compressed with gzip or zstd; a worker may read the file by itself. Throws BasewiseError. */
export function openRootfsTar(path: string): OpenedSubject {
  tarForm(path);
  return { kind: 'rootfs-tar', name: path, content: { kind: 'file', path, offset: 0, length: statSync(path).size } };
}

function tarForm(path: string): ByteForm {
  const form = sniff(readHead(path));
  if (form !== 'tar') refuseForm(form, path);
  return form;
}
