import type { Classification, Variant } from './classification.ts';
import { familyTable } from './tables.ts';
import type { FamilyFacts } from './tables.ts';

/** Facts of one kind of base: the family's, made exact for the variant. null is "none". */
export interface KindFacts {
  readonly table: FamilyFacts | undefined;
  readonly shell: string | null;
  readonly packageManager: string | null;
  readonly user: string;
  readonly caCertificates: string;
  readonly timeZones: string;
  readonly install: string;
  readonly addUser: string;
  readonly debugging: string;
  readonly missing: readonly string[];
}

/** What stands in a base of this family, release and variant. The prose of data/bases.json is settled here where a variant decides it (base-images.md section 4). */
export function kindFacts(base: Classification): KindFacts {
  const table = familyTable.find(({ id }) => id === tableId(base));
  return { ...fromTable(base, table), ...settled(base), table };
}

function tableId({ family, variants }: Classification): string {
  const has = (variant: Variant): boolean => variants.includes(variant);
  if (family === 'debian' && has('distroless') && !has('hardened')) return 'distroless';
  if (family === 'ubuntu' && has('chiseled')) return 'ubuntu-chiselled';
  const ids: Readonly<Record<string, string>> = { rhel: 'ubi', amzn: 'amazonlinux', mariner: 'azurelinux', chainguard: 'wolfi' };
  if (['fedora', 'centos', 'rocky', 'almalinux', 'ol', 'opensuse-leap'].includes(family)) return 'rhel-like';
  return ids[family] ?? family;
}

function fromTable({ family }: Classification, table: FamilyFacts | undefined): Omit<KindFacts, 'table'> {
  const none = family === 'unknown' ? 'unknown' : 'not in the tables';
  return {
    shell: table === undefined ? none : table.shell,
    packageManager: table === undefined ? none : table.packageManager,
    user: table?.defaultUser ?? none,
    caCertificates: table?.caCertificates ?? none,
    timeZones: table?.timeZones ?? none,
    install: table?.install ?? none,
    addUser: table?.addUser ?? none,
    debugging: table?.debugging ?? (table?.shell === null ? otherImage : 'has a shell: run one in the container'),
    missing: table?.missing ?? [],
  };
}

const otherImage =
  'no shell: attach a debug image of the same libc (`docker debug`, `kubectl debug --target`), or copy a static busybox in for the time being';

function settled(base: Classification): Partial<KindFacts> {
  const rule = rules[tableId(base)];
  return rule?.(base, (variant) => base.variants.includes(variant)) ?? {};
}

type Rule = (base: Classification, has: (variant: Variant) => boolean) => Partial<KindFacts>;

const bare: Partial<KindFacts> = { shell: null, packageManager: null, debugging: otherImage };

const rules: Readonly<Record<string, Rule | undefined>> = {
  alpine: ({ release }, has) => ({
    ...(has('hardened') && !has('dev') ? { ...bare, user: 'nonroot 65532' } : {}),
    caCertificates:
      release !== null && /^3\.[0-6]$/.test(release) ? 'no' : 'bundle file only; update-ca-certificates needs the package ca-certificates',
  }),
  debian: ({ release }, has) => ({
    ...(has('hardened') && !has('dev') ? { ...bare, user: 'nonroot 65532', caCertificates: 'yes' } : {}),
    timeZones: release === null || Number(release) >= 11 ? 'yes' : 'unknown',
    missing: ['ca-certificates', 'curl', 'wget', 'procps', ...(release === '13' ? ['adduser'] : [])],
    addUser:
      release === '13'
        ? 'groupadd -g GID g && useradd -m -u UID -g g u (adduser is not in the image)'
        : 'groupadd -g GID g && useradd -m -u UID -g g u, or adduser',
  }),
  ubuntu: () => ({
    install: 'apt-get update && apt-get install -y --no-install-recommends PKG && rm -rf /var/lib/apt/lists/*',
    addUser: 'groupadd -g GID g && useradd -m -u UID -g g u',
  }),
  'ubuntu-chiselled': (_, has) => ({ ...bare, timeZones: has('extra') ? 'yes' : 'no' }),
  wolfi: (_, has) => {
    if (!has('distroless'))
      return {
        shell: 'busybox ash (/bin/sh)',
        packageManager: 'apk',
        user: has('dev') ? 'nonroot 65532 (most images)' : 'root',
        timeZones: has('dev') ? 'yes in most images' : 'no',
        debugging: 'has a shell already',
      };
    return { ...bare, user: 'nonroot 65532', debugging: 'the same image with the tag latest-dev, or wolfi-base' };
  },
  distroless: (_, has) => ({
    ...bare,
    shell: has('debug') ? 'busybox ash (/busybox/sh)' : null,
    user: has('nonroot') ? 'nonroot 65532' : 'root',
    debugging: has('debug') ? 'has busybox at /busybox/sh' : 'the same image with the tag debug or debug-nonroot (busybox at /busybox/sh)',
  }),
  ubi: (_, has) => ({
    shell: 'bash',
    user: 'root',
    packageManager: has('micro') ? null : has('minimal') ? 'microdnf' : 'dnf',
    caCertificates: has('micro') ? 'no (copy /etc/pki from a builder; general knowledge)' : 'yes',
    timeZones: has('minimal') ? 'package present, zone files may be stripped: reinstall tzdata' : has('micro') ? 'no' : 'yes',
    install: has('micro')
      ? 'dnf --installroot from ubi in a builder stage, then COPY'
      : has('minimal')
        ? 'microdnf install -y --nodocs PKG && microdnf clean all'
        : 'dnf install -y --nodocs PKG && dnf clean all',
    addUser: has('micro') ? 'edit /etc/passwd in a builder stage' : 'useradd (package shadow-utils; not in minimal)',
    debugging: 'has bash',
  }),
  amazonlinux: ({ release }, has) => ({
    packageManager: has('minimal') ? 'microdnf' : release === '2' || release === '1' ? 'yum' : 'dnf',
    install:
      release === '2' || release === '1'
        ? 'yum install -y PKG && yum clean all'
        : `${has('minimal') ? 'microdnf' : 'dnf'} install -y PKG (releasever is locked to the image's date)`,
  }),
  azurelinux: (_, has) =>
    has('distroless')
      ? { ...bare, shell: has('debug') ? 'bash' : null, caCertificates: 'yes', timeZones: 'yes' }
      : { shell: 'bash', packageManager: 'tdnf', user: 'root' },
  busybox: (_, has) => ({
    missing: has('static')
      ? ['a loader: only static programs run', 'os-release', 'CA certificates', 'package manager']
      : ['libstdc++', 'libgcc_s', 'os-release', 'CA certificates', 'package manager'],
    debugging: 'has a shell already',
  }),
  scratch: () => ({ ...bare, install: 'COPY from a builder stage', addUser: 'COPY an /etc/passwd, or USER with a number' }),
  'rhel-like': ({ family, release }, has) => {
    const old = family === 'centos' && release !== null && Number(release) < 8;
    const manager = family === 'opensuse-leap' ? 'zypper' : old ? 'yum' : has('minimal') || has('slim') ? 'microdnf' : 'dnf';
    return {
      packageManager: manager,
      install: `${manager} install -y PKG && ${manager} clean ${manager === 'zypper' ? '--all' : 'all'}`,
      addUser: 'useradd (package shadow-utils, shadow on openSUSE)',
      debugging: 'has bash',
    };
  },
};
