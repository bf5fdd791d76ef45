import type { Base } from '../../distro/base.ts';
import { isSharedLibrary } from '../../distro/elf-of-base.ts';
import type { ImageConfig } from '../../image/source.ts';
import type { Packages } from '../../distro/packages/read-packages.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import type { Entry } from '../../tree/tree.ts';
import type { BaseFacts } from '../describe-base.ts';
import type { PulledImage } from '../paid-size/pulled-image.ts';
import type { ComparedBase, ComparedFile, ComparedLibc } from './compared-base.ts';
import { defaultPaths } from './default-paths.ts';
import { resolverFacts } from './resolver-facts.ts';
import { wheelTag } from './wheel-tag.ts';

export interface RootToCompare {
  readonly name: string;
  readonly rootfs: Rootfs;
  readonly base: Base | null;
  readonly config: ImageConfig | null;
  readonly packages: Packages;
  readonly architecture: string | null;
  readonly pulled: PulledImage;
  /** Words for the place of a profile; null for a tree. A profile knows some of its files only. */
  readonly profile: string | null;
  /** What the catalogue says of the same base; undefined where it says nothing. */
  readonly catalogue: BaseFacts | undefined;
}

/** Everything that a root, or the profile of one, shows. */
export function fromRoot({ name, rootfs, base, config, packages, architecture, pulled, profile, catalogue }: RootToCompare): ComparedBase {
  const scan = scanEntries(rootfs, packages, profile === null);
  return {
    name,
    kind: profile === null ? 'tree' : 'profile',
    words: 'seen',
    source: profile ?? 'read from its files',
    distribution: base?.distribution ?? null,
    release: base?.release ?? null,
    libc: base?.libc == null ? null : libcOf(base.libc),
    support: catalogue?.support ?? null,
    released: catalogue?.released ?? null,
    sizes: catalogue?.sizes ?? [],
    pulled,
    contentBytes: profile === null ? scan.bytes : null,
    packageManagers: base?.packageManagers.map((program) => program.name) ?? [],
    shells: base?.shells.map((program) => program.name) ?? [],
    user: base === null ? 'root' : userWords(base),
    caCertificates: base === null ? 'none' : certificateWords(base),
    timeZones: base === null ? 'none' : zoneWords(base),
    locales: base?.locales ?? [],
    architectures: architectureOf(architecture, base?.libc ?? null),
    missing: base?.missing ?? [],
    privileged:
      base?.privileged.map(({ path, mode, capabilities }) => `${path} ${mode.toString(8)}${capabilities ? ' capabilities' : ''}`) ?? [],
    packages: base === null ? {} : hasNoBook(base, packages) ? null : packageVersions(base),
    users: Object.fromEntries((base?.users ?? []).map((user) => [user.name, `${user.uid}:${user.gid} ${user.home} ${user.shell}`])),
    sonames: scan.sonames,
    sonamesPartial: false,
    programs: scan.programs,
    paths: defaultPaths(rootfs, base),
    settings: config === null ? null : settingsOf(config),
    files: profile === null ? scan.files : null,
  };
}

/** Of a folder, which has no configuration, by its C library. */
function architectureOf(configured: string | null, libc: Base['libc']): readonly string[] | null {
  if (configured !== null) return [configured];
  const name = libc === null ? undefined : machines.get(`${libc.machine}/${libc.class}`);
  return name === undefined ? null : [`linux/${name}`];
}

/** e_machine and word size → the name of the architecture in OCI. */
const machines: ReadonlyMap<string, string> = new Map([
  ['62/64', 'amd64'],
  ['183/64', 'arm64'],
  ['3/32', '386'],
  ['40/32', 'arm'],
  ['21/64', 'ppc64le'],
  ['22/64', 's390x'],
  ['243/64', 'riscv64'],
]);

function settingsOf({ env, entrypoint, cmd, workingDir, user }: ImageConfig): Readonly<Record<string, string>> {
  const variables = env.flatMap((each): readonly (readonly [string, string])[] => {
    const equals = each.indexOf('=');
    return equals > 0 ? [[each.slice(0, equals), each.slice(equals + 1)]] : [];
  });
  return Object.fromEntries([
    ...variables,
    ...(entrypoint.length > 0 ? [['ENTRYPOINT', entrypoint.join(' ')]] : []),
    ...(cmd.length > 0 ? [['CMD', cmd.join(' ')]] : []),
    ...(workingDir === undefined || workingDir === '' ? [] : [['WORKDIR', workingDir]]),
    ...(user === undefined || user === '' ? [] : [['USER', user]]),
  ]);
}

/** A package manager without its database: what it installed is not known. */
function hasNoBook({ packageManagers }: Base, { databases }: Packages): boolean {
  return packageManagers.length > 0 && databases.length === 0;
}

/** A name that is installed twice (multiarch) keeps its architecture. */
function packageVersions({ packages }: Base): Readonly<Record<string, string>> {
  const seen = new Map<string, string>();
  for (const { name, version, architecture } of packages) seen.set(seen.has(name) ? `${name}:${architecture ?? ''}` : name, version);
  return Object.fromEntries(seen);
}

function libcOf(libc: NonNullable<Base['libc']>): ComparedLibc {
  const { family, version, loaders, capabilities } = libc;
  const owner = libc.package === undefined ? null : `${libc.package.name} ${libc.package.version}`;
  return {
    family,
    version,
    package: owner,
    wheelTag: wheelTag(family, version),
    loaders,
    capabilities: withoutResolver({ ...capabilities }),
    resolver: resolverFacts(family, version, libc.package?.version ?? null),
  };
}

/** What the resolver does is said there. */
function withoutResolver(capabilities: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(capabilities).filter(([name]) => !name.startsWith('dns')));
}

interface Scan {
  readonly files: ReadonlyMap<string, ComparedFile>;
  readonly sonames: Readonly<Record<string, string>>;
  readonly programs: Readonly<Record<string, string>>;
  readonly bytes: number;
}

function scanEntries(rootfs: Rootfs, packages: Packages, whole: boolean): Scan {
  const files = new Map<string, ComparedFile>();
  const sonames: Record<string, string> = {};
  const programs: Record<string, string> = {};
  const counted = new Set<string>();
  let bytes = 0;
  for (const entry of rootfs.tree.entries()) {
    if (entry.path === '/') continue;
    if (whole) files.set(entry.path, fileOf(entry, packages));
    const program = /^\/(?:usr\/(?:local\/)?)?s?bin\/([^/]+)$/.exec(entry.path)?.[1];
    if (program !== undefined && entry.type !== 'dir') programs[program] ??= entry.path;
    if (entry.type !== 'file' || counted.has(entry.identity)) continue;
    counted.add(entry.identity);
    bytes += entry.size;
    if (!isSharedLibrary(entry.path)) continue;
    const elf = rootfs.elf(entry.identity);
    const soname = elf === null || 'unknown' in elf ? undefined : elf.dynamic?.soname;
    if (soname !== undefined) sonames[soname] ??= entry.path;
  }
  return { files, sonames, programs, bytes };
}

function fileOf({ path, type, mode, uid, gid, size, target, sha256, identity }: Entry, packages: Packages): ComparedFile {
  const owner = type === 'dir' ? null : packages.ownerOf(path);
  return {
    type,
    mode: mode.toString(8).padStart(4, '0'),
    owner: `${uid}:${gid}`,
    size,
    content: target ?? sha256 ?? null,
    identity,
    package: owner?.name ?? null,
  };
}

function userWords({ user }: Base): string {
  if (user.uid === null) return user.name ?? (user.spec === '' ? 'root' : user.spec);
  return user.name === null ? `${user.uid}` : user.uid === 0 ? 'root' : `${user.name} ${user.uid}`;
}

function certificateWords({ caCertificates: { bundles, hashed } }: Base): string {
  if (bundles.length === 0 && hashed === 0) return 'none';
  const counts = bundles.map(({ path, certificates }) => `${path}${certificates === null ? '' : ` (${certificates})`}`);
  return [...counts, ...(hashed > 0 ? [`${hashed} by hash`] : [])].join(', ');
}

function zoneWords({ timeZones: { files, localtime } }: Base): string {
  return files === 0 ? 'none' : `${files} files${localtime === null ? '' : `, local time ${localtime}`}`;
}
