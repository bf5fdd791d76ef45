import { statSync } from 'node:fs';
import { BasewiseError } from '../errors.ts';
import type { Platform } from '../image/source.ts';
import { folderMembers } from './archive/folder-members.ts';
import { openArchiveFile, openRootfsTar } from './open-archive-file.ts';
import { openImageArchive } from './open-image-archive.ts';
import type { OpenedSubject } from './opened-subject.ts';
import { openArchiveStream } from './streamed-archive/open-archive-stream.ts';
import { machinePlatform } from './manifests/platform.ts';
import type { Subject } from './subject.ts';

export interface OpenOptions {
  /** What `--platform` said; without it linux and the architecture of this machine. */
  readonly platform?: Platform;
  readonly signal?: AbortSignal;
  /** What the subject `-` reads. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/**
 * Opens what was named: reads manifests and configurations, no layers. Throws BasewiseError with the reason and a way out for everything
 * that cannot be judged.
 */
export async function openSubject(subject: Subject, options: OpenOptions = {}): Promise<OpenedSubject> {
  const platform = options.platform ?? machinePlatform();
  switch (subject.kind) {
    case 'archive':
      return openArchiveFile(subject.path, { name: subject.image, platform }, subject.explicit);
    case 'oci':
    case 'docker-folder':
      return { kind: 'image', source: await openImageArchive(folderMembers(subject.path), { name: subject.image, platform }) };
    case 'rootfs':
      return subject.form === 'tar' ? openRootfsTar(subject.path) : openRootfsFolder(subject.path);
    case 'stdin':
      if (options.stdin === undefined) throw new BasewiseError('stdin-missing', 'there is no standard input to read');
      return openArchiveStream('-', options.stdin, { name: subject.image, platform });
    case 'registry':
    case 'engine':
      throw new BasewiseError('not-built', `${subject.kind} subjects cannot be read yet`, { path: subject.text });
    default:
      return openText(subject.kind, subject.path);
  }
}

function openRootfsFolder(path: string): OpenedSubject {
  if (!isFolder(path)) throw new BasewiseError('not-a-folder', 'a root file system is a folder or a tar', { path });
  return { kind: 'rootfs-folder', name: path, path };
}

function openText(kind: 'repository' | 'dockerfile' | 'lockfile' | 'manifest', path: string): OpenedSubject {
  const folder = isFolder(path);
  if (kind === 'repository' && !folder) throw new BasewiseError('not-a-folder', 'a repository is a folder', { path });
  if ((kind === 'dockerfile' || kind === 'lockfile') && folder) throw new BasewiseError('not-a-file', `a ${kind} is a file`, { path });
  return { kind, name: path, path };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
