import { findRuntimes } from '../ecosystems/runtimes/find-runtimes.ts';
import type { Runtime } from '../ecosystems/runtimes/runtime.ts';
import type { ElfFacts } from '../tree/elf-facts.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { LiteralFile } from './literal-files.ts';
import type { FoundArtifact } from './find-artifacts.ts';
import type { HostOfArtifact } from './judged-artifact.ts';
import type { Place } from './open-place.ts';
import type { Software } from './software.ts';
import { standInHost, standInPath } from './stand-in-host.ts';

/** Which program opens which plugin on a base: the runtime that is there, else a stand-in (loader.md, section 7). */
export interface Hosts {
  readonly of: (artifact: FoundArtifact) => HostOfArtifact & { readonly path: string | null };
  readonly literals: readonly LiteralFile[];
}

export function findHosts(software: Software, artifacts: readonly FoundArtifact[], place: Place): Hosts {
  const there = place.own ? software.runtimes : findRuntimes(place.rootfs);
  const kinds = ['node', 'python', 'java', 'other'] as const;
  const literals: LiteralFile[] = [];
  const folders = place.base?.libc?.family === 'glibc' ? place.base.libc.systemDirectories : [];
  const hasLibrary = (soname: string): boolean => folders.some((folder) => place.rootfs.tree.lookup(`${folder}${soname}`).ok);
  const standIns = new Map<HostOfArtifact['kind'], string | null>();
  for (const kind of kinds) {
    const unhosted = artifacts.filter((each) => hostKind(each) === kind && chooseRuntime(there, kind, each.path) === undefined);
    const plugins = unhosted.flatMap(({ elf }) => (elf === null ? [] : [elf]));
    if (plugins.length === 0) continue;
    const own = kind === 'other' ? undefined : software.runtimes.find((runtime) => runtime.kind === kind);
    const host = standInHost(place.base, own === undefined ? null : elfAt(software.rootfs, own.program), plugins, hasLibrary);
    const path = host === null ? null : `${standInPath}-${kind}`;
    if (host !== null && path !== null) literals.push({ path, elf: host });
    standIns.set(kind, path);
  }
  return {
    literals,
    of(artifact) {
      const kind = hostKind(artifact);
      const runtime = chooseRuntime(there, kind, artifact.path);
      const known = runtime ?? chooseRuntime(software.runtimes, kind, artifact.path);
      const version = known?.version ?? /\/python(\d+\.\d+)/.exec(artifact.path)?.[1];
      return {
        kind,
        program: runtime?.command ?? null,
        path: runtime?.command ?? standIns.get(kind) ?? null,
        ...(version === undefined ? {} : { version }),
      };
    },
  };
}

/** For Python the runtime of the folder's version where it is there, else any: that is the one that would run. */
function chooseRuntime(runtimes: readonly Runtime[], kind: HostOfArtifact['kind'], path: string): Runtime | undefined {
  const fitting = runtimes.filter((runtime) => runtime.kind === kind);
  const version = kind === 'python' ? /\/python(\d+\.\d+)/.exec(path)?.[1] : undefined;
  return fitting.find((runtime) => runtime.version === version) ?? fitting[0];
}

function hostKind(artifact: FoundArtifact): HostOfArtifact['kind'] {
  if (artifact.kind === 'jar-native') return 'java';
  if (artifact.kind === 'node-addon' || /\/node_modules\//.test(artifact.path)) return 'node';
  return artifact.kind === 'python-extension' || /\/(site|dist)-packages\//.test(artifact.path) ? 'python' : 'other';
}

function elfAt(rootfs: Rootfs, path: string): ElfFacts | null {
  const found = rootfs.tree.lookup(path);
  const elf = found.ok ? rootfs.elf(found.entry.identity) : null;
  return elf === null || 'unknown' in elf ? null : elf;
}
