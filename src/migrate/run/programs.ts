import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import type { StageScope } from './stage-scope.ts';

type Used = Pick<ShellCommand, 'name' | 'argv'> & Partial<Pick<ShellCommand, 'buildEnvironment'>>;

/** The target's package for a program that the old base has and the new one lacks, undefined when nothing is needed. */
export function programPackage(scope: StageScope, command: Used): string | undefined {
  const { target, fromLibc, image, installedBefore } = scope;
  if (fromLibc === 'musl' && target.manager === 'apt') {
    const name = Object.hasOwn(applets, command.name) ? applets[command.name] : undefined;
    if (name === undefined || installedBefore.has(command.name) || fullImages.has(image)) return undefined;
    return name;
  }
  if (scope.from !== 'apk' && scope.from !== 'wolfi' && target.manager === 'apk') {
    const name = gnuPackage(command);
    // Wolfi has no package of GNU tar.
    return target.family === 'wolfi' && name === 'tar' ? undefined : name;
  }
  if (target.manager === 'dnf' || target.manager === 'microdnf') return redHatPackage(scope, command.name);
  return undefined;
}

/** What UBI lacks: the full image has most tools, the minimal one few (base-images.md, section 4). */
function redHatPackage({ target, installedBefore }: StageScope, name: string): string | undefined {
  if (installedBefore.has(name)) return undefined;
  if (Object.hasOwn(nowhereInUbi, name)) return nowhereInUbi[name];
  return target.manager === 'microdnf' && Object.hasOwn(notInMinimal, name) ? notInMinimal[name] : undefined;
}

const nowhereInUbi: Readonly<Record<string, string>> = {
  wget: 'wget',
  unzip: 'unzip',
  nc: 'nmap-ncat',
  ping: 'iputils',
  patch: 'patch',
  bzip2: 'bzip2',
};
const notInMinimal: Readonly<Record<string, string>> = {
  useradd: 'shadow-utils',
  groupadd: 'shadow-utils',
  usermod: 'shadow-utils',
  userdel: 'shadow-utils',
  groupdel: 'shadow-utils',
  adduser: 'shadow-utils',
  addgroup: 'shadow-utils',
  deluser: 'shadow-utils',
  delgroup: 'shadow-utils',
  tar: 'tar',
  gzip: 'gzip',
  gunzip: 'gzip',
  xz: 'xz',
  find: 'findutils',
  xargs: 'findutils',
  which: 'which',
  ps: 'procps-ng',
  pgrep: 'procps-ng',
  pkill: 'procps-ng',
  ip: 'iproute',
  diff: 'diffutils',
  hostname: 'hostname',
};

/** busybox applets of every Alpine image that a -slim Debian has no program for. */
const applets: Readonly<Record<string, string>> = {
  wget: 'wget',
  unzip: 'unzip',
  nc: 'netcat-openbsd',
  ping: 'iputils-ping',
  ps: 'procps',
  top: 'procps',
  free: 'procps',
  pgrep: 'procps',
  pkill: 'procps',
  watch: 'procps',
  killall: 'psmisc',
  fuser: 'psmisc',
  ip: 'iproute2',
  ifconfig: 'net-tools',
  netstat: 'net-tools',
  nslookup: 'bind9-dnsutils',
  bzip2: 'bzip2',
  xz: 'xz-utils',
  unxz: 'xz-utils',
  patch: 'patch',
  vi: 'vim-tiny',
  less: 'less',
  bc: 'bc',
  dos2unix: 'dos2unix',
  crond: 'cron',
  crontab: 'cron',
  hexdump: 'bsdextrautils',
  xxd: 'xxd',
  lsof: 'lsof',
  traceroute: 'traceroute',
};

/** Their Debian tags build on buildpack-deps, which has wget, unzip, patch, xz and procps. */
const fullImages = new Set(['golang']);

/** What the larger Debian images (buildpack-deps) bring along, and no Alpine image does. */
const fullTools: Readonly<Record<string, string>> = {
  curl: 'curl',
  git: 'git',
  make: 'make',
  gcc: 'build-base',
  cc: 'build-base',
  'g++': 'build-base',
  file: 'file',
  openssl: 'openssl',
  'pkg-config': 'pkgconf',
  gpg: 'gnupg',
  autoconf: 'autoconf',
  automake: 'automake',
};

/** GNU tools with options that busybox does not know (busybox 1.36 usage), and programs that Alpine leaves out. */
function gnuPackage({ name, argv, buildEnvironment = {} }: Used): string | undefined {
  const flags = argv
    .slice(1)
    .map(({ text }) => text)
    .filter((text) => text.startsWith('-'));
  const has = (pattern: RegExp): boolean => flags.some((flag) => pattern.test(flag));
  if (name === 'bash') return 'bash';
  if (Object.hasOwn(fullTools, name)) return fullTools[name];
  // golang's Debian tags have a C compiler, the Alpine ones none, and then cgo is off without a word.
  const builds = name === 'go' && ['build', 'install', 'test'].includes(argv[1]?.text ?? '');
  if (builds && buildEnvironment['CGO_ENABLED'] !== '0') return 'gcc musl-dev';
  if (name === 'perl') return 'perl';
  if (name === 'tar')
    return has(
      /^--(?!strip-components|exclude|exclude-from|directory|file|extract|create|list|gzip|bzip2|xz|verbose|no-same-permissions|numeric-owner|overwrite|to-command|to-stdout|keep-old|touch)\w/,
    )
      ? 'tar'
      : undefined;
  if (name === 'grep')
    return has(/^-\w*P|^--(?:perl-regexp|include|exclude|exclude-dir|color|only-matching|line-buffered)/) ? 'grep' : undefined;
  if (name === 'sed') return has(/^--(?!expression|regexp-extended|quiet|silent|in-place|version)\w|^-\w*[zs]/) ? 'sed' : undefined;
  if (name === 'find')
    return argv.some(({ text }) =>
      /^-(?:printf|fprintf|readable|writable|lname|daystart|wholename|anewer|cnewer|used|xtype|samefile)$/.test(text),
    )
      ? 'findutils'
      : undefined;
  if (name === 'xargs') return has(/^--|^-\w*[dLi]/) ? 'findutils' : undefined;
  if (name === 'cp') return has(/^--(?:parents|reflink|sparse|backup|preserve|no-preserve|attributes-only)/) ? 'coreutils' : undefined;
  if (name === 'date' || name === 'stat' || name === 'ln' || name === 'mktemp' || name === 'realpath' || name === 'install')
    return has(/^--/) ? 'coreutils' : undefined;
  if (name === 'wget')
    return has(
      /^--(?!no-check-certificate|quiet|output-document|spider|header|post-data|post-file|continue|timeout|tries|user-agent|directory-prefix|output-file|no-verbose|server-response)\w|^-(?:nv|i|r|np|nd|N)$/,
    )
      ? 'wget'
      : undefined;
  return undefined;
}
