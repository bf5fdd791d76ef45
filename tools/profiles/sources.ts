/** Where each measured profile comes from: an archive of the kits, or Debian packages that are installed (slim) or only unpacked (distroless). */
export type ProfileSource = { readonly name: string; readonly aliases: readonly string[]; readonly platform: string } & (
  | { readonly from: 'archive'; readonly archive: string; readonly note: string }
  | { readonly from: 'mmdebstrap'; readonly suite: string }
  | { readonly from: 'packages'; readonly suite: string; readonly packages: readonly string[]; readonly database: 'status' | 'status.d' }
);

const amd64 = 'linux/amd64';
const staticPackages = ['base-files', 'netbase', 'tzdata', 'ca-certificates'];
const basePackages = (ssl: string): readonly string[] => [...staticPackages, 'libc6', ssl];
const ccPackages = (ssl: string): readonly string[] => [...basePackages(ssl), 'libgcc-s1', 'libstdc++6', 'libgomp1'];

/** What mmdebstrap's minbase installs in trixie; apt refuses to install from sid here, whose key is newer than this machine's keyring. */
const minbase =
  'apt base-files base-passwd bash bsdutils coreutils dash debconf debian-archive-keyring debianutils diffutils dpkg findutils gcc-14-base grep gzip hostname init-system-helpers libacl1 libapt-pkg7.0 libattr1 libaudit-common libaudit1 libblkid1 libbsd0 libbz2-1.0 libc-bin libc6 libcap-ng0 libcap2 libcrypt1 libdb5.3t64 libdebconfclient0 libgcc-s1 libgmp10 libhogweed6t64 liblastlog2-2 liblz4-1 liblzma5 libmd0 libmount1 libnettle8t64 libpam-modules libpam-modules-bin libpam-runtime libpam0g libpcre2-8-0 libseccomp2 libselinux1 libsemanage-common libsemanage2 libsepol2 libsmartcols1 libsqlite3-0 libssl3t64 libstdc++6 libsystemd0 libtinfo6 libudev1 libuuid1 libxxhash0 libzstd1 login login.defs mawk mount ncurses-base ncurses-bin openssl-provider-legacy passwd perl-base sed sqv sysvinit-utils tar tzdata util-linux zlib1g'.split(
    ' ',
  );

export const sources: readonly ProfileSource[] = [
  ...['3.16', '3.18', '3.20'].map((release) => ({
    name: `alpine:${release}`,
    aliases: [],
    platform: amd64,
    from: 'archive' as const,
    archive: `alpine-${release}.tar.gz`,
    note: `Alpine's minirootfs ${release}`,
  })),
  {
    name: 'alpine:3.20',
    aliases: [],
    platform: 'linux/arm64',
    from: 'archive',
    archive: 'alpine-3.20-aarch64.tar.gz',
    note: "Alpine's minirootfs 3.20 for aarch64",
  },
  {
    name: 'alpine:3.23',
    aliases: [],
    platform: amd64,
    from: 'archive',
    archive: 'alpine-3.23-subset.tar.gz',
    note: 'a subset of Alpine 3.23 with its loader, libraries and apk database',
  },
  ...debian('11', 'bullseye', []),
  ...debian('12', 'bookworm', []),
  ...debian('13', 'trixie', ['debian', 'debian:latest', 'debian:stable', 'debian:stable-slim']),
  {
    name: 'debian:sid-slim',
    aliases: ['debian:sid', 'debian:unstable', 'debian:unstable-slim'],
    platform: amd64,
    from: 'packages',
    suite: 'sid',
    packages: minbase,
    database: 'status',
  },
  ...distroless('12', 'bookworm', 'libssl3'),
  ...distroless('13', 'trixie', 'libssl3t64'),
  {
    name: 'busybox',
    aliases: ['busybox:latest', 'busybox:stable'],
    platform: amd64,
    from: 'packages',
    suite: 'bookworm',
    packages: ['busybox-static'],
    database: 'status.d',
  },
];

function debian(release: string, suite: string, aliases: readonly string[]): readonly ProfileSource[] {
  const names = release === suite ? [`debian:${suite}`] : [`debian:${release}`, `debian:${suite}`, `debian:${suite}-slim`];
  return [{ name: `debian:${release}-slim`, aliases: [...names, ...aliases], platform: amd64, from: 'mmdebstrap', suite }];
}

/** By Distroless' published package lists (GoogleContainerTools/distroless, static/base/cc). */
function distroless(release: string, suite: string, ssl: string): readonly ProfileSource[] {
  const make = (kind: string, packages: readonly string[]): ProfileSource => {
    const name = `distroless/${kind}-debian${release}`;
    return {
      name,
      aliases: [`gcr.io/${name}`, `gcr.io/${name}:latest`, `gcr.io/${name}:nonroot`, `${name}:nonroot`],
      platform: amd64,
      from: 'packages',
      suite,
      packages,
      database: 'status.d',
    };
  };
  return [
    make('static', staticPackages),
    make('base', basePackages(ssl)),
    make('base-nossl', [...staticPackages, 'libc6']),
    make('cc', ccPackages(ssl)),
  ];
}
