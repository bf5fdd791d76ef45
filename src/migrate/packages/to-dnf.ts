import type { PackageRow } from '../../bases/package-names/package-table.ts';
import type { Target } from '../target.ts';
import type { PackageAnswer } from './package-names.ts';

/** Red Hat's name of an Alpine package, where the UBI repositories carry it. None of these was looked up in an index, so all are `likely`. */
export function alpineToDnf(apk: string, row: PackageRow | undefined, target: Target): PackageAnswer {
  const written = own(ubiByAlpine, apk)?.split(' ') ?? row?.dnf;
  if (written === undefined) return { kind: 'unknown', why: `no package like ${apk} is known for ${target.words}` };
  const known = written.filter((name) => ubiNames.has(name) || own(ubiByAlpine, apk) !== undefined);
  if (known.length < written.length)
    return { kind: 'unknown', why: `${written.join(' ')} would be ${apk}'s name by rule, and nobody verified it` };
  return answer(apk, known, target);
}

/** Debian names whose counterpart is another than that of the Alpine package of the same role; undefined where there is no difference. */
export function debianToDnf(debian: string, target: Target): PackageAnswer | undefined {
  const java = /^openjdk-(\d+)-(jre-headless|jre|jdk-headless|jdk)$/.exec(debian);
  const names = java === null ? own(ubiByDebian, debian)?.split(' ') : [javaName(java[1] ?? '', java[2] ?? '')];
  return names === undefined ? undefined : answer(debian, names, target);
}

function answer(name: string, names: readonly string[], target: Target): PackageAnswer {
  const left = names.filter((each) => !ubiBase.has(each));
  if (left.length === 0) return { kind: 'none', why: `${names.join(' ')} is in every ${target.words} image` };
  return { kind: 'names', names: left, certainty: 'likely', why: `${name} is ${left.join(' ')} on ${target.words}` };
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** `java-17-openjdk-headless`; the JDK is `-devel`. Version 8 is spelled 1.8.0. */
function javaName(version: string, kind: string): string {
  return `java-${version === '8' ? '1.8.0' : version}-openjdk${{ jre: '', 'jre-headless': '-headless' }[kind] ?? '-devel'}`;
}

const ubiByDebian: Readonly<Record<string, string>> = {
  locales: 'glibc-langpack-en',
  'locales-all': 'glibc-all-langpacks',
  'default-jre-headless': 'java-17-openjdk-headless',
  'default-jre': 'java-17-openjdk',
  'default-jdk': 'java-17-openjdk-devel',
  'iputils-ping': 'iputils',
  vim: 'vim-enhanced',
  'vim-tiny': 'vim-minimal',
  apache2: 'httpd',
  netcat: 'nmap-ncat',
  'netcat-traditional': 'nmap-ncat',
  'pkg-config': 'pkgconf-pkg-config',
  libicu72: 'libicu',
  libicu70: 'libicu',
  libicu74: 'libicu',
  libicu76: 'libicu',
};

const ubiByAlpine: Readonly<Record<string, string>> = {
  iputils: 'iputils',
  'iputils-ping': 'iputils',
  openssh: 'openssh-clients openssh-server',
  vim: 'vim-enhanced',
  openjdk8: 'java-1.8.0-openjdk-devel',
  'openjdk8-jre': 'java-1.8.0-openjdk-headless',
  openjdk11: 'java-11-openjdk-devel',
  'openjdk11-jre': 'java-11-openjdk',
  'openjdk11-jre-headless': 'java-11-openjdk-headless',
  openjdk17: 'java-17-openjdk-devel',
  'openjdk17-jre': 'java-17-openjdk',
  'openjdk17-jre-headless': 'java-17-openjdk-headless',
  openjdk21: 'java-21-openjdk-devel',
  'openjdk21-jre': 'java-21-openjdk',
  'openjdk21-jre-headless': 'java-21-openjdk-headless',
  'mesa-gl': 'mesa-libGL',
  'alsa-lib': 'alsa-lib',
  libx11: 'libX11',
  libxext: 'libXext',
  libxrender: 'libXrender',
  libxtst: 'libXtst',
  libxi: 'libXi',
  libxcb: 'libxcb',
  glib: 'glib2',
  libjpeg: 'libjpeg-turbo',
  'libjpeg-turbo': 'libjpeg-turbo',
  'jpeg-dev': 'libjpeg-turbo-devel',
  libxslt: 'libxslt',
  libpq: 'libpq',
  libcurl: 'libcurl',
  zlib: 'zlib',
  libssl3: 'openssl-libs',
  expat: 'expat',
  readline: 'readline',
  'ncurses-libs': 'ncurses-libs',
  libuuid: 'libuuid',
  'musl-locales': 'glibc-langpack-en',
  pkgconf: 'pkgconf-pkg-config',
  pkgconfig: 'pkgconf-pkg-config',
  gettext: 'gettext',
  'postgresql-libs': 'libpq',
  freetype: 'freetype',
  apache2: 'httpd',
  'apache2-utils': 'httpd-tools',
};

/** Packages of RHEL 9's BaseOS and AppStream that the UBI repositories carry (general knowledge, Red Hat's content list; public Dockerfiles on UBI). */
const ubiNames = new Set(
  (
    'ca-certificates git bash tzdata make gcc gcc-c++ glibc-devel kernel-headers openssl openssl-devel gnupg2 python3 python3-pip python3-devel tar jq zlib-devel ' +
    'libffi-devel xz libxml2-devel libxslt-devel bind-utils openssh-clients libstdc++ wget cmake patch autoconf automake libtool shadow-utils findutils rsync unzip ' +
    'zip procps-ng perl file bzip2 bzip2-devel sqlite libpq libpq-devel libcurl-devel less iproute iputils util-linux gzip coreutils-single curl-minimal libgcc ' +
    'binutils nginx nodejs npm krb5-devel readline-devel ncurses-devel pcre2-devel sed grep sudo net-tools fontconfig dejavu-sans-fonts freetype-devel libicu ' +
    'libpng-devel libjpeg-turbo-devel sqlite-devel sqlite-libs gmp-devel nmap-ncat expat-devel xz-devel libuuid-devel lsof strace gdb diffutils which ruby ' +
    'openldap-devel libtiff libwebp cairo pango gettext logrotate libcap git-lfs glibc-langpack-en psmisc hostname'
  ).split(' '),
);
const ubiBase = new Set(
  'bash ca-certificates coreutils-single curl-minimal sed grep libgcc libstdc++ gnupg2 tzdata zlib libcurl openssl-libs readline ncurses-libs libuuid glib2'.split(
    ' ',
  ),
);
