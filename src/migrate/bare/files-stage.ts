import type { Target } from '../target.ts';

export interface FilesStage {
  readonly stage?: Lines;
  readonly marks: readonly string[];
}

interface Lines {
  /** The stage itself. */
  readonly lines: readonly string[];
  /** What the final stage copies from it. */
  readonly copies: readonly string[];
  readonly why: string;
}

/** A stage that holds the files of packages, and the COPY lines that bring them to a base without package manager. */
export function filesStage(target: Target, names: readonly string[], oldReference: string): FilesStage {
  if (names.length === 0) return { marks: [] };
  if (target.family === 'scratch') return scratchFiles(names, oldReference);
  if (target.family === 'rhel') return { stage: installRoot(target, names), marks: [] };
  const left = names.filter((name) => !inDistroless(target.reference, name));
  if (left.length === 0) return { marks: [] };
  return { stage: extracted(target, left), marks: [] };
}

const NAME = 'basewise-packages';

/** GoogleContainerTools/distroless: static has certificates and zones; base adds libc6 and OpenSSL; cc adds libgcc, libgomp and libstdc++. */
function inDistroless(reference: string, name: string): boolean {
  if (/^(?:ca-certificates|tzdata|base-files|netbase|media-types)$/.test(name)) return true;
  const base =
    /^(?:libc6|libssl3(?:t64)?|openssl)$/.test(name) && !/\/static/.test(reference) && !/nossl/.test(reference) && name !== 'openssl';
  return base || (/^(?:libgcc-s1|libgomp1|libstdc\+\+6)$/.test(name) && /\/(?:cc|python|java|nodejs)/.test(reference));
}

/**
 * Downloads the packages with everything they depend on and unpacks them: `apt-get install --download-only` would leave out what the builder has and
 * Distroless lacks. Maintainer scripts do not run.
 */
function extracted({ release }: Target, names: readonly string[]): Lines {
  const options = '--recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances';
  const lines = [
    `FROM debian:${release ?? '13'}-slim AS ${NAME}`,
    'WORKDIR /packages',
    'RUN apt-get update \\',
    `    && apt-get download $(apt-cache depends ${options} ${names.join(' ')} | grep '^[a-z0-9]' | sort -u | grep -vxE 'libc6|libcrypt1|gcc-[0-9]+-base|debconf.*|perl-base|dpkg') \\`,
    '    && for deb in *.deb; do dpkg --extract "$deb" /rootfs; done',
  ];
  return {
    lines,
    copies: [`COPY --from=${NAME} /rootfs /`],
    why: 'packages of the same release, unpacked without their maintainer scripts',
  };
}

/** Red Hat's way for UBI micro (Building, running, and managing containers, 4.3). */
function installRoot({ release }: Target, names: readonly string[]): Lines {
  const root = `--installroot /rootfs --releasever ${release ?? '9'}`;
  const lines = [
    `FROM registry.access.redhat.com/ubi${release ?? '9'}/ubi AS ${NAME}`,
    `RUN dnf install -y ${root} --nodocs --setopt=install_weak_deps=False ${names.join(' ')} && dnf clean all --installroot /rootfs`,
  ];
  return {
    lines,
    copies: [`COPY --from=${NAME} /rootfs /`],
    why: 'UBI micro has no package manager: dnf installs into a folder that is copied',
  };
}

/** scratch takes plain files alone: certificates and time zones of the old base. */
function scratchFiles(names: readonly string[], oldReference: string): FilesStage {
  const known = names.filter((name) => name === 'ca-certificates' || name === 'tzdata');
  const others = names.filter((name) => name !== 'ca-certificates' && name !== 'tzdata' && !/^(?:libc6-compat|gcompat|musl)$/.test(name));
  const marks =
    others.length === 0
      ? []
      : [`scratch holds what is copied to it and nothing else: ${others.join(' ')} would have to come with the program`];
  if (known.length === 0) return { marks };
  const install = /alpine|wolfi/.test(oldReference)
    ? `apk add --no-cache ${known.join(' ')}`
    : `apt-get update && apt-get install -y --no-install-recommends ${known.join(' ')} && rm -rf /var/lib/apt/lists/*`;
  const copies = known.map((name) =>
    name === 'tzdata'
      ? `COPY --from=${NAME} /usr/share/zoneinfo /usr/share/zoneinfo`
      : `COPY --from=${NAME} /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/`,
  );
  return {
    stage: {
      lines: [`FROM ${oldReference} AS ${NAME}`, `RUN ${install}`],
      copies,
      why: 'the files of these packages, for programs that read them',
    },
    marks,
  };
}
