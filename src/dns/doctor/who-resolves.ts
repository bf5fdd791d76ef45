import { readPackages } from '../../distro/packages/read-packages.ts';
import { describeRelease } from '../../distro/release.ts';
import { findLibcs, libcOf } from '../../distro/libc/find-libcs.ts';
import type { Libc } from '../../distro/libc/libc.ts';
import { mainLibc } from '../../distro/libc/main-libc.ts';
import { libcResolver } from '../../judge/resolver/libc-resolver.ts';
import type { LibcResolver } from '../../judge/resolver/libc-resolver.ts';
import type { ElfFacts, GoBuildInfo } from '../../tree/elf-facts.ts';
import type { Rootfs } from '../../tree/rootfs.ts';

/** Whose code resolves names for a program. */
export type WhoResolves =
  /** `resolver` is null where this version is not modelled. `program` is absent for the root as such. */
  | {
      readonly kind: 'libc';
      readonly libc: Libc;
      readonly resolver: LibcResolver | null;
      readonly program?: string;
      readonly go?: GoBuildInfo;
    }
  | { readonly kind: 'go'; readonly program: string; readonly go: GoBuildInfo }
  /** A static program: the C library inside, where its bytes tell. */
  | { readonly kind: 'static'; readonly program: string; readonly libc: 'musl' | 'glibc' | null }
  | { readonly kind: 'unknown'; readonly program?: string; readonly why: string };

/** The resolver of a program in a root, or of the root's own programs where none is named. Only names that matter are looked up. */
export function whoResolves(rootfs: Rootfs, program: string | undefined): WhoResolves {
  const here = libcsOf(rootfs);
  if (program === undefined) {
    const libc = mainLibc(rootfs, here.libcs);
    return libc === null
      ? { kind: 'unknown', why: 'no C library was found, or several without a reason to choose' }
      : throughLibc(libc, here.distribution, {});
  }
  const found = rootfs.tree.lookup(program);
  if (!found.ok) return { kind: 'unknown', program, why: `there is no ${program} in this root` };
  const facts = rootfs.elf(found.entry.identity);
  if (facts === null)
    return {
      kind: 'unknown',
      program,
      why: `${found.entry.path} is no program of its own (a script): name its interpreter with --program`,
    };
  if ('unknown' in facts) return { kind: 'unknown', program, why: facts.unknown };
  return ofProgram(rootfs, program, facts, here);
}

interface KnownLibcs {
  readonly libcs: readonly Libc[];
  readonly distribution: string | null;
}

function ofProgram(rootfs: Rootfs, program: string, facts: ElfFacts, { libcs, distribution }: KnownLibcs): WhoResolves {
  const { go, interpreter } = facts;
  if (interpreter === undefined)
    return go === undefined ? { kind: 'static', program, libc: facts.staticLibc ?? null } : { kind: 'go', program, go };
  // Without cgo Go's own resolver is all there is; with it, the configuration decides.
  if (go !== undefined && go.settings['CGO_ENABLED'] === '0') return { kind: 'go', program, go };
  const libc = libcOf(rootfs, libcs, interpreter);
  if (libc === undefined) return { kind: 'unknown', program, why: `its loader ${interpreter} is not in this root` };
  return throughLibc(libc, distribution, { program, ...(go === undefined ? {} : { go }) });
}

function throughLibc(
  libc: Libc,
  distribution: string | null,
  about: { readonly program?: string; readonly go?: GoBuildInfo },
): WhoResolves {
  return { kind: 'libc', libc, resolver: libcResolver(libc, distribution), ...about };
}

/** Directories that hold a libc.so.6. The loaders' own names are looked up by `findLibcs`. */
const libraryFolders: readonly string[] = [
  ...[
    'x86_64-linux-gnu',
    'aarch64-linux-gnu',
    'arm-linux-gnueabihf',
    'i386-linux-gnu',
    'powerpc64le-linux-gnu',
    's390x-linux-gnu',
    'riscv64-linux-gnu',
  ].map((triplet) => `/lib/${triplet}`),
  '/lib64',
  '/usr/lib64',
  '/usr/lib',
  '/lib',
];

const known = new WeakMap<Rootfs, KnownLibcs>();

function libcsOf(rootfs: Rootfs): KnownLibcs {
  const before = known.get(rootfs);
  if (before !== undefined) return before;
  const distribution = describeRelease(rootfs)?.distribution ?? null;
  const entries = libraryFolders.flatMap((folder) => {
    const found = rootfs.tree.lookup(`${folder}/libc.so.6`);
    return found.ok ? [found.entry] : [];
  });
  const found = { libcs: findLibcs(rootfs, readPackages(rootfs), distribution, entries).libcs, distribution };
  known.set(rootfs, found);
  return found;
}
