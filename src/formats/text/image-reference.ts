import { FormatError } from '../format-error.ts';

/**
 * A reference to an image on a registry, normalised as Docker and containerd do it (github.com/distribution/reference):
 * `alpine` is `docker.io/library/alpine`. Without tag and digest nothing is added; `tagOrDigest` supplies `latest`.
 */
export interface ImageReference {
  /** Host with an optional port, IPv6 in brackets: `docker.io`, `localhost:5000`, `[::1]:5000`. */
  readonly domain: string;
  /** `library/alpine` */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** Throws FormatError `reference-…`; the offset is the place in the text where the rule broke, 0 when it concerns the whole. */
export function parseImageReference(text: string): ImageReference {
  if (text === '') throw new FormatError('reference-empty', 0, 'an image reference is empty');
  if (text.length > LONGEST_TEXT) throw new FormatError('reference-too-long', LONGEST_TEXT, 'an image reference is too long');
  if (/^[a-f0-9]{64}$/.test(text))
    throw new FormatError('reference-is-id', 0, 'an image reference cannot be 64 hexadecimal characters (an image ID)');
  const [domain, remote] = splitDomain(text);
  const start = text.length - remote.length;
  const parts = GRAMMAR.exec(remote);
  if (!parts) throw whyNot(remote, Math.max(0, start));
  const repository = domain === DEFAULT_DOMAIN && !parts[1]!.includes('/') ? `library/${parts[1]!}` : parts[1]!;
  if (!DOMAIN.test(domain)) throw new FormatError('reference-bad-domain', 0, `"${domain}" is no registry host`);
  if (repository.length > LONGEST_NAME)
    throw new FormatError('reference-too-long', LONGEST_NAME, `a repository name has at most ${LONGEST_NAME} characters`);
  if (parts[3] !== undefined) checkDigest(parts[3], text.length - parts[3].length);
  return {
    domain,
    repository,
    ...(parts[2] === undefined ? {} : { tag: parts[2] }),
    ...(parts[3] === undefined ? {} : { digest: parts[3] }),
  };
}

/** The canonical form: `docker.io/library/alpine:3.20`. */
export function formatImageReference(reference: ImageReference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${reference.domain}/${reference.repository}${tag}${digest}`;
}

/** What a registry is asked for: the digest where there is one, else the tag, else `latest`. */
export function tagOrDigest(reference: ImageReference): string {
  return reference.digest ?? reference.tag ?? 'latest';
}

/** A digest as OCI descriptors and references spell it, of an algorithm that can be verified here. */
export function isDigest(text: string): boolean {
  return /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/.test(text);
}

const DEFAULT_DOMAIN = 'docker.io';
const LONGEST_NAME = 255;
const LONGEST_TEXT = 1024;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const GRAMMAR = new RegExp(
  `^(${COMPONENT}(?:/${COMPONENT})*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);
const HOST_COMPONENT = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = new RegExp(`^(?:${HOST_COMPONENT}(?:\\.${HOST_COMPONENT})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);

/** The first component is a host when it could not be a path component: it has a dot or colon, a capital, or is `localhost`. */
function splitDomain(text: string): [domain: string, remote: string] {
  const slash = text.indexOf('/');
  if (slash < 0) return [DEFAULT_DOMAIN, text];
  const first = text.slice(0, slash);
  const rest = text.slice(slash + 1);
  if (first === 'index.docker.io') return [DEFAULT_DOMAIN, rest];
  if (first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first) return [first, rest];
  return [DEFAULT_DOMAIN, text];
}

function checkDigest(digest: string, offset: number): void {
  if (isDigest(digest)) return;
  const known = /^sha(?:256|384|512):/.test(digest);
  throw new FormatError(
    known ? 'reference-bad-digest' : 'reference-digest-algorithm',
    offset,
    known ? `"${digest}" has the wrong length or capitals for its algorithm` : `the digest algorithm of "${digest}" is not supported`,
  );
}

function whyNot(remote: string, offset: number): FormatError {
  const name = /^[^:@]*/.exec(remote)![0];
  if (name === '') return new FormatError('reference-no-name', offset, 'an image reference has no name');
  if (name.toLowerCase() !== name) return new FormatError('reference-uppercase', offset, `a repository name must be lower case: "${name}"`);
  if (!new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`).test(name))
    return new FormatError('reference-bad-name', offset, `"${name}" is no repository name`);
  return new FormatError('reference-bad-tag', offset + name.length, `"${remote.slice(name.length)}" is no tag or digest`);
}
