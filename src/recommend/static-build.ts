import { cgoModules } from '../ecosystems/go/cgo-modules.ts';
import { applicationOf } from '../judge/application.ts';
import type { FoundArtifact } from '../judge/find-artifacts.ts';
import type { Software } from '../judge/software.ts';
import { literalRootfs } from '../tree/literal.ts';
import { usedArtifacts } from './needs/image-needs.ts';
import { isLibcName } from './needs/library-needs.ts';

/** The empty image as a target. */
export const scratch: Software = {
  name: 'scratch',
  rootfs: literalRootfs({}),
  config: null,
  base: null,
  packages: { databases: [], packages: [], ownerOf: () => null, unknown: [] },
  runtimes: [],
  entrypoint: null,
  partOf: () => 'base',
};

export interface StaticBuild {
  /** Go programs that are linked with a C library today and need not be. */
  readonly programs: readonly string[];
}

/** Whether everything that is used could be a static program: all of it is Go that nothing shows to need cgo, or static already. Null where it is not so. */
export function staticBuild(software: Software): StaticBuild | null {
  const { installed } = applicationOf(software);
  const used = usedArtifacts(software);
  const go = new Set(installed.go.map(({ path }) => path));
  const linked = used.filter(({ kind }) => kind !== 'static-program');
  if (
    used.length === 0 ||
    linked.some(({ path, kind, elf }) => kind !== 'program' || !go.has(path) || linksMore(elf) || cgoNeeds(software, path).length > 0)
  )
    return null;
  return { programs: linked.map(({ path }) => path) };
}

/** A library beside those that Go's own net and os/user ask for came with C code of the program. */
function linksMore(elf: FoundArtifact['elf']): boolean {
  return elf?.dynamic?.needed.some((name) => !isLibcName(name)) === true;
}

/** The modules of a Go program whose main package has `import "C"`, with what building them asks for. */
export function cgoNeeds({ rootfs }: Software, path: string): readonly { readonly module: string; readonly ask: string }[] {
  const found = rootfs.tree.lookup(path);
  const elf = found.ok ? rootfs.elf(found.entry.identity) : null;
  if (elf === null || 'unknown' in elf) return [];
  return (elf.go?.dependencies ?? []).flatMap(({ path: module }) => {
    const ask = cgoModules.get(module.replace(/\/v\d+$/, ''))?.needs;
    return ask === undefined ? [] : [{ module, ask }];
  });
}
