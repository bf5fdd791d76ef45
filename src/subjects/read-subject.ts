import { BasewiseError } from '../errors.ts';
import type { ImageRead, ImageRootfs } from '../image/image-rootfs.ts';
import type { ImageConfig, ImageSource, LayerSource, Platform } from '../image/source.ts';
import type { FolderFiles } from './folder/folder-files.ts';
import { readFolder } from './folder/read-folder.ts';
import type { FolderRootfs } from './folder/read-folder.ts';
import { openSubject } from './open-subject.ts';
import type { OpenOptions } from './open-subject.ts';
import type { OpenedSubject } from './opened-subject.ts';
import { parseSubject } from './parse-subject.ts';
import { readImage, readRootfsTar, readStreamedImage } from './reading/read-image.ts';
import type { ReadOptions } from './reading/read-image.ts';

/** A root file system with where it came from. */
export interface ReadSubject {
  readonly kind: 'image' | 'rootfs';
  readonly name: string;
  readonly platform?: Platform;
  /** Of the manifest. */
  readonly digest?: string;
  readonly config: ImageConfig | null;
  /** Of an image, from the bottom; none for a root file system. */
  readonly layers: readonly LayerSource[];
  readonly rootfs: ImageRootfs;
  /** Of a folder. */
  readonly files?: FolderFiles;
  readonly read: ImageRead;
}

/** Opens and reads whatever `text` names, as far as it is one root file system. Throws BasewiseError for what cannot be judged. */
export async function readSubject(text: string, open: OpenOptions, options: Omit<ReadOptions, 'signal'> = {}): Promise<ReadSubject> {
  const opened = await openSubject(parseSubject(text), open);
  return readOpened(opened, text, { ...options, ...(open.signal === undefined ? {} : { signal: open.signal }) });
}

export async function readOpened(opened: OpenedSubject, text: string, options: ReadOptions): Promise<ReadSubject> {
  switch (opened.kind) {
    case 'image': {
      const { source } = opened;
      return fromImage(source, await readImage(source, options));
    }
    case 'streamed-archive': {
      const { source, rootfs } = await readStreamedImage(opened.archive, options);
      return fromImage(source, rootfs);
    }
    case 'rootfs-tar':
      return fromRootfs(opened.name, await readRootfsTar(opened.name, opened.content, options));
    case 'rootfs-folder':
      return fromFolder(opened.name, await readFolder(opened.path, options));
    default:
      throw new BasewiseError(
        'not-a-root',
        `${opened.kind === 'repository' ? 'a repository' : `a ${opened.kind}`} is not an image or a root file system`,
        {
          path: text,
          hint: 'name an image, an archive, or a root folder (rootfs:DIR)',
        },
      );
  }
}

function fromImage({ name, platform, digest, config, layers }: ImageSource, rootfs: ImageRootfs): ReadSubject {
  return { kind: 'image', name, platform, config, layers, rootfs, read: rootfs.read, ...(digest === undefined ? {} : { digest }) };
}

function fromFolder(name: string, folder: FolderRootfs): ReadSubject {
  return { ...fromRootfs(name, folder), files: folder.files };
}

function fromRootfs(name: string, rootfs: ImageRootfs): ReadSubject {
  return { kind: 'rootfs', name, config: null, layers: [], rootfs, read: rootfs.read };
}
