import { classifyImage } from '../bases/classify-image.ts';
import { releasesOf } from '../bases/releases.ts';
import { BasewiseError } from '../errors.ts';

/** Where to. */
export interface Target {
  /** os-release ID, or `scratch`. */
  readonly family: 'alpine' | 'debian' | 'ubuntu' | 'wolfi' | 'rhel' | 'scratch';
  /** null for Wolfi, which has none, and for scratch. */
  readonly release: string | null;
  /** `trixie`, `noble`. */
  readonly codename: string | null;
  readonly libc: 'glibc' | 'musl' | 'none';
  readonly manager: Manager | null;
  /** `bare`: no shell and no package manager in it (distroless, scratch, micro). */
  readonly kind: 'full' | 'bare';
  /** What a plain base becomes. */
  readonly reference: string;
  /** In messages: `Debian 13`. */
  readonly words: string;
}

export type Manager = 'apt' | 'apk' | 'dnf' | 'microdnf';

/**
 * Reads `--to`: `debian:13-slim`, `debian`, `bookworm`, `alpine:3.22`, `ubuntu:24.04`, `wolfi`, `ubi9-minimal`, `gcr.io/distroless/base-debian13`, `scratch`.
 *
 * @throws BasewiseError `unknown-base` when it names no distribution that a migration can go to.
 */
export function parseTarget(text: string): Target {
  if (text === 'scratch') {
    return {
      family: 'scratch',
      release: null,
      codename: null,
      libc: 'none',
      manager: null,
      kind: 'bare',
      reference: text,
      words: 'scratch',
    };
  }
  const spelled = spellings[text] ?? text;
  const { family, release, variants, libc } = classifyImage(spelled);
  const codename = release === null ? null : (releasesOf(family).find((entry) => entry.release === release)?.codename ?? null);
  const bare = variants.includes('distroless') || variants.includes('micro');
  const shared = { release, codename, kind: bare ? 'bare' : 'full' } as const;
  if (family === 'alpine' && release !== null) {
    return { ...shared, family, libc: 'musl', manager: 'apk', reference: plain(spelled, `alpine:${release}`), words: `Alpine ${release}` };
  }
  if (family === 'debian' && release !== null) {
    const reference = bare ? spelled : plain(spelled, `debian:${release}-slim`);
    const none = libc?.family === 'none';
    return {
      ...shared,
      family,
      libc: none ? 'none' : 'glibc',
      manager: 'apt',
      reference,
      words: `${bare ? 'Distroless of ' : ''}Debian ${release}`,
    };
  }
  if (family === 'ubuntu' && release !== null) {
    return { ...shared, family, libc: 'glibc', manager: 'apt', reference: plain(spelled, `ubuntu:${release}`), words: `Ubuntu ${release}` };
  }
  if (family === 'wolfi') {
    const reference = spelled.includes('/') ? spelled : 'cgr.dev/chainguard/wolfi-base';
    return { ...shared, family, release: null, libc: 'glibc', manager: 'apk', reference, words: 'Wolfi' };
  }
  if (family === 'rhel' && release !== null && variants.includes('ubi')) {
    const kind = variants.includes('micro') ? '-micro' : variants.includes('minimal') ? '-minimal' : '';
    const reference = spelled.includes('.') ? spelled : `registry.access.redhat.com/ubi${release}${kind === '' ? '/ubi' : `/ubi${kind}`}`;
    return {
      ...shared,
      family,
      libc: 'glibc',
      manager: kind === '-minimal' ? 'microdnf' : 'dnf',
      reference,
      words: `UBI ${release}${kind}`,
    };
  }
  throw new BasewiseError('unknown-base', `--to ${text} is no distribution that a Dockerfile can be moved to`, {
    hint: 'for example debian:13-slim, ubuntu:24.04, alpine:3.22, wolfi, ubi9, ubi9-minimal, gcr.io/distroless/base-debian13, scratch',
  });
}

const spellings: Readonly<Record<string, string>> = {
  debian: 'debian:13-slim',
  trixie: 'debian:13-slim',
  bookworm: 'debian:12-slim',
  ubuntu: 'ubuntu:24.04',
  noble: 'ubuntu:24.04',
  jammy: 'ubuntu:22.04',
  alpine: 'alpine:3.24',
  wolfi: 'cgr.dev/chainguard/wolfi-base',
  ubi9: 'registry.access.redhat.com/ubi9/ubi',
  ubi10: 'registry.access.redhat.com/ubi10/ubi',
  'ubi9-minimal': 'registry.access.redhat.com/ubi9/ubi-minimal',
  'ubi10-minimal': 'registry.access.redhat.com/ubi10/ubi-minimal',
  'ubi9-micro': 'registry.access.redhat.com/ubi9/ubi-micro',
  'ubi10-micro': 'registry.access.redhat.com/ubi10/ubi-micro',
};

/** A name without tag gets the one that the target stands for; what the user spelled out stays. */
function plain(spelled: string, otherwise: string): string {
  return /^[a-z]+:[\w.-]+$/.test(spelled) && !/^[a-z]+:latest$/.test(spelled) ? spelled : otherwise;
}
