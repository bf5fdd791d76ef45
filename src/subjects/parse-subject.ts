import { BasewiseError } from '../errors.ts';
import { FormatError } from '../formats/format-error.ts';
import { parseImageReference, type ImageReference } from '../formats/text/image-reference.ts';
import { recognisePath, type PathKind } from './recognise-path.ts';
import type { Subject } from './subject.ts';
import { isLockfileName } from './text-files.ts';

/**
 * Understands what the user named: a scheme decides; without one, an existing file or folder wins over an image reference.
 * Looks at the path, reads no more than the first bytes. Throws BasewiseError `subject-…`, `no-such-file`.
 */
export function parseSubject(text: string): Subject {
  if (text === '-') return { kind: 'stdin', text };
  if (text === '') throw new BasewiseError('subject-empty', 'the subject is empty', { hint: SCHEMES_HINT });
  if (text.includes('\0')) throw new BasewiseError('subject-bad', 'the subject holds a NUL character');
  const scheme = /^([a-z-]+):(.*)$/s.exec(text);
  const read = scheme === null ? undefined : SCHEMES[scheme[1]!];
  if (read !== undefined) {
    if (scheme![2] === '') throw new BasewiseError('subject-empty', `nothing follows "${scheme![1]!}:"`, { hint: SCHEMES_HINT });
    return read(scheme![2]!, text);
  }
  return fromPath(text) ?? fromReference(text);
}

const SCHEMES_HINT =
  'name a file, a folder, an image, or say which it is: registry:REF docker:REF podman:REF archive:FILE[:NAME] oci:DIR[:NAME] rootfs:DIR|TAR repo:DIR dockerfile:FILE lockfile:FILE manifest:FILE -';

type SchemeReader = (rest: string, text: string) => Subject;

/** docker-archive, oci-archive and docker:// are how skopeo and podman say it. */
const SCHEMES: Readonly<Record<string, SchemeReader>> = Object.assign(Object.create(null), {
  registry: (rest, text) => registry(rest, text, true),
  docker: (rest, text) =>
    rest.startsWith('//') ? registry(rest.slice(2), text, true) : { kind: 'engine', text, engine: 'docker', name: rest },
  podman: (rest, text) => ({ kind: 'engine', text, engine: 'podman', name: rest }),
  archive: archiveSubject,
  'docker-archive': archiveSubject,
  'oci-archive': archiveSubject,
  oci: (rest, text) => ({ kind: 'oci', text, ...splitName(rest) }),
  rootfs: (rest, text) => ({ kind: 'rootfs', text, path: rest, form: existing(rest) === 'archive' ? 'tar' : 'folder' }),
  repo: (rest, text) => textSubject('repository', rest, text),
  dockerfile: (rest, text) => textSubject('dockerfile', rest, text),
  lockfile: (rest, text) => textSubject('lockfile', rest, text),
  manifest: (rest, text) => textSubject('manifest', rest, text),
} satisfies Record<string, SchemeReader>);

function archiveSubject(rest: string, text: string): Subject {
  // A bare `-:NAME` would look like an option.
  if (/^-(?::.|$)/s.test(rest)) return { kind: 'stdin', text, ...(rest === '-' ? {} : { image: rest.slice(2) }) };
  const split = splitName(rest);
  if (existing(split.path) === 'docker-folder') return { kind: 'docker-folder', text, ...split };
  return existing(split.path) === 'oci' ? { kind: 'oci', text, ...split } : { kind: 'archive', text, ...split, explicit: true };
}

function textSubject(kind: 'repository' | 'dockerfile' | 'lockfile' | 'manifest', path: string, text: string): Subject {
  existing(path);
  return { kind, text, path };
}

/** `FILE:NAME`, where the longest beginning that exists is the file: names and files may both hold colons. */
function splitName(text: string): { readonly path: string; readonly image?: string } {
  const split = longestExisting(text);
  if (split === null) throw noSuchFile(text);
  if (split.image === '') throw new BasewiseError('subject-bad', 'nothing follows the last colon', { path: text });
  return split;
}

function longestExisting(text: string): { readonly path: string; readonly image?: string } | null {
  if (recognisePath(text) !== null) return { path: text };
  for (let colon = text.lastIndexOf(':'), tries = 0; colon > 0 && tries < MOST_COLONS; colon = text.lastIndexOf(':', colon - 1), tries++) {
    const path = text.slice(0, colon);
    if (recognisePath(path) !== null) return { path, image: text.slice(colon + 1) };
  }
  return null;
}

const MOST_COLONS = 32;

function existing(path: string): PathKind {
  const kind = recognisePath(path);
  if (kind === null) throw noSuchFile(path);
  return kind;
}

function noSuchFile(path: string): BasewiseError {
  return new BasewiseError('no-such-file', 'there is no such file or folder', { path });
}

/** A file or folder of the whole name; else an archive or layout before a colon, when what stands there can hold a named image. */
function fromPath(text: string): Subject | null {
  const split = longestExisting(text);
  if (split === null) return null;
  const kind = recognisePath(split.path)!;
  if (split.image !== undefined) {
    if (split.image === '') return null;
    if (kind === 'archive') return { kind, text, ...split, explicit: false };
    return kind === 'oci' || kind === 'docker-folder' ? { kind, text, ...split } : null;
  }
  const { path } = split;
  switch (kind) {
    case 'archive':
      return { kind, text, path, explicit: false };
    case 'rootfs':
      return { kind, text, path, form: 'folder' };
    case 'program':
      throw new BasewiseError('subject-program', 'this is a program or library, not something that holds one', {
        path,
        hint: `basewise ldd ${path}`,
      });
    case 'unrecognised':
      throw new BasewiseError('subject-unrecognised', 'it is not clear what this file is', { path, hint: SCHEMES_HINT });
    default:
      return { kind, text, path };
  }
}

function fromReference(text: string): Subject {
  if (/^[./~]|\/$|\.(?:tar|tgz|tzst|tar\.\w+)(?::|$)/.test(text) || isLockfileName(text)) throw noSuchFile(text);
  return registry(text, text, false);
}

function registry(rest: string, text: string, explicit: boolean): Subject {
  return { kind: 'registry', text, reference: readReference(rest, explicit), explicit };
}

function readReference(text: string, explicit: boolean): ImageReference {
  try {
    return parseImageReference(text);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const why = error.message.replace(/ \(at byte \d+\)$/, '');
    if (explicit) throw new BasewiseError('subject-bad-reference', why, { path: text, cause: error });
    throw new BasewiseError('subject-unknown', `there is no file or folder of this name, and it is no image reference: ${why}`, {
      path: text,
      hint: SCHEMES_HINT,
      cause: error,
    });
  }
}
