import { lstatSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BasewiseError } from '../errors.ts';
import { readHead, sniff } from './archive/sniff.ts';
import { folderMembers } from './archive/folder-members.ts';
import { isDockerArchiveManifest } from './manifests/docker-archive-manifest.ts';
import { isDockerfileName, isLockfileName, looksLikeDockerfile, looksLikeKubernetes } from './text-files.ts';

export type PathKind =
  | 'archive'
  | 'oci'
  | 'docker-folder'
  | 'rootfs'
  | 'repository'
  | 'dockerfile'
  | 'lockfile'
  | 'manifest'
  | 'program'
  | 'unrecognised';

/** What stands at a path, by its content first and its name second; null when nothing stands there. Throws BasewiseError `unreadable`. */
export function recognisePath(path: string): PathKind | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return null;
    if (found.isDirectory()) return recogniseFolder(path);
    return found.isFile() ? recogniseFile(path) : 'unrecognised';
  } catch (error) {
    if (error instanceof BasewiseError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE') return null;
    throw new BasewiseError('unreadable', code === 'EACCES' ? 'permission denied' : `cannot be read (${code ?? 'unknown reason'})`, {
      path,
      cause: error,
    });
  }
}

function recogniseFile(path: string): PathKind {
  const head = readHead(path);
  const form = sniff(head);
  if (form === 'elf') return 'program';
  if (form !== 'other') return 'archive';
  const name = basename(path);
  if (isDockerfileName(name)) return 'dockerfile';
  if (isLockfileName(path)) return 'lockfile';
  const text = new TextDecoder().decode(head);
  if (looksLikeKubernetes(name, text)) return 'manifest';
  return looksLikeDockerfile(text) ? 'dockerfile' : 'unrecognised';
}

function recogniseFolder(folder: string): PathKind {
  const has = (name: string): boolean => lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined;
  if (has('oci-layout') || (has('index.json') && has('blobs'))) return 'oci';
  if (has('manifest.json') && holdsDockerArchive(folder)) return 'docker-folder';
  if (has('manifest.json') && has('version')) refuseTransportFolder(folder);
  if (CERTAIN_ROOT.some(has)) return 'rootfs';
  if (PROJECT_MARKS.some(has)) return 'repository';
  return has('etc') || (has('bin') && has('lib')) ? 'rootfs' : 'repository';
}

function holdsDockerArchive(folder: string): boolean {
  try {
    const bytes = folderMembers(folder).read('manifest.json');
    return bytes !== undefined && isDockerArchiveManifest(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return false;
  }
}

/** What skopeo's and podman's `dir:` writes (containers/image, directory/directory_dest.go). */
function refuseTransportFolder(folder: string): void {
  if (!new TextDecoder().decode(readHead(join(folder, 'version'))).startsWith('Directory Transport Version')) return;
  throw new BasewiseError('subject-unsupported', 'a folder in the form of `dir:`, which names no image, is not read', {
    path: folder,
    hint: `copy it: skopeo copy dir:${folder} oci:LAYOUT`,
  });
}

/** Files that every distribution's root has and no project does. */
const CERTAIN_ROOT = [
  'etc/os-release',
  'usr/lib/os-release',
  'etc/passwd',
  'etc/alpine-release',
  'lib/apk/db',
  'var/lib/dpkg',
  'bin/sh',
  'bin/busybox',
  'usr/bin/env',
];

/** A project may have folders `bin`, `lib` and `etc` too (Ruby, Perl, Dart). */
const PROJECT_MARKS = [
  '.git',
  '.hg',
  '.jj',
  'Dockerfile',
  'Containerfile',
  'package.json',
  'pyproject.toml',
  'setup.py',
  'requirements.txt',
  'Gemfile',
  'go.mod',
  'Cargo.toml',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'composer.json',
  'mix.exs',
  'rebar.config',
  'pubspec.yaml',
  'Makefile',
  'README.md',
];
