import { statSync } from 'node:fs';
import { BasewiseError } from '../errors.ts';
import type { Platform } from '../image/source.ts';
import type { Environment } from '../net/http/proxy.ts';
import { registryOptions } from './registry/registry-options.ts';
import { folderMembers } from './archive/folder-members.ts';
import { openArchiveFile, openRootfsTar } from './open-archive-file.ts';
import { openImageArchive } from './open-image-archive.ts';
import type { OpenedSubject } from './opened-subject.ts';
import { openArchiveStream } from './streamed-archive/open-archive-stream.ts';
import { machinePlatform, normalizePlatform } from './manifests/platform.ts';
import type { Subject } from './subject.ts';

export interface OpenOptions {
  /** What `--platform` said; without it linux and the architecture of this machine. */
  readonly platform?: Platform;
  readonly signal?: AbortSignal;
  /** Variables of the process: DOCKER_CONFIG, DOCKER_HOST, HTTPS_PROXY and the like. */
  readonly environment?: Environment;
  /** Speak to registries without TLS; BASEWISE_PLAIN_HTTP=1 says the same. */
  readonly plainHttp?: boolean;
  /** Mirrors to ask before a registry, by its host: `docker.io` → `mirror.example:5000/prefix`. Without it BASEWISE_MIRRORS: `docker.io=mirror.example:5000,…`. */
  readonly mirrors?: Readonly<Record<string, readonly string[]>>;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** What the subject `-` reads. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/** Bytes that came over the network since the last call. */
export interface DownloadProgress {
  readonly kind: 'download';
  readonly bytes: number;
}

/**
 * Opens what was named: reads manifests and configurations, no layers. Throws BasewiseError with the reason and a way out for everything
 * that cannot be judged.
 */
export async function openSubject(subject: Subject, options: OpenOptions = {}): Promise<OpenedSubject> {
  const platform = options.platform === undefined ? machinePlatform() : normalizePlatform(options.platform);
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
    // The network's modules are loaded when a subject names the network: a local archive starts faster without them.
    case 'registry': {
      const { openRegistry } = await import('./registry/open-registry.ts');
      return { kind: 'image', source: await openRegistry(subject, platform, registryOptions(subject.reference.domain, options)) };
    }
    case 'engine': {
      const { openEngine } = await import('./engine/open-engine.ts');
      return openEngine(subject, platform, options.environment ?? {}, options.signal);
    }
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
