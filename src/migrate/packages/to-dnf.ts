import type { PackageRow } from '../../bases/package-names/package-table.ts';
import type { Target } from '../target.ts';
import type { PackageAnswer } from './package-names.ts';

/** Red Hat's name of an Alpine package, where the UBI repositories carry it. */
export function alpineToDnf({ apk, dnf }: PackageRow, target: Target): PackageAnswer {
  if (dnf === undefined) return { kind: 'unknown', why: `no package like ${apk} is known for ${target.words}` };
  const known = dnf.filter((name) => ubiNames.has(name));
  if (known.length < dnf.length) return { kind: 'unknown', why: `${dnf.join(' ')} would be ${apk}'s name by rule, and nobody verified it` };
  const left = known.filter((name) => !ubiBase.has(name));
  if (left.length === 0) return { kind: 'none', why: `${known.join(' ')} is in every ${target.words} image` };
  return { kind: 'names', names: left, certainty: 'likely', why: `${apk} is ${left.join(' ')} on ${target.words}` };
}

/** Packages of RHEL 9's BaseOS and AppStream that the UBI repositories carry (general knowledge, Red Hat's content list). */
const ubiNames = new Set(
  (
    'ca-certificates git bash tzdata make gcc gcc-c++ glibc-devel kernel-headers openssl openssl-devel gnupg2 python3 python3-pip python3-devel tar jq zlib-devel ' +
    'libffi-devel xz libxml2-devel libxslt-devel bind-utils openssh-clients libstdc++ wget cmake patch autoconf automake libtool shadow-utils findutils rsync unzip ' +
    'zip procps-ng perl file bzip2 bzip2-devel sqlite libpq libpq-devel libcurl-devel less iproute iputils util-linux gzip coreutils-single curl-minimal libgcc ' +
    'binutils nginx nodejs npm krb5-devel readline-devel ncurses-devel pcre2-devel sed grep'
  ).split(' '),
);
const ubiBase = new Set([
  'bash',
  'ca-certificates',
  'coreutils-single',
  'curl-minimal',
  'sed',
  'grep',
  'libgcc',
  'libstdc++',
  'gnupg2',
  'tzdata',
]);
