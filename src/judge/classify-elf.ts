import type { ElfFacts } from '../tree/elf-facts.ts';
import { defines, definesPrefix } from '../tree/elf-symbols.ts';

export type ArtifactKind =
  | 'program'
  | 'static-program'
  | 'library'
  | 'node-addon'
  | 'python-extension'
  | 'jar-native'
  | 'script'
  | 'archive';

const ET_EXEC = 2;
const ET_DYN = 3;
const DF_1_PIE = 0x0800_0000;
/** EM_NONE marks Guile's compiled files, EM_BPF what the kernel loads. */
const noLoaderMachines = new Set([0, 247]);

/** What an ELF file is to a loader (loader.md, section 1.2); null for what no loader opens as it is. */
export function classifyElf(path: string, elf: ElfFacts): ArtifactKind | null {
  if (noLoaderMachines.has(elf.machine) || (elf.type !== ET_EXEC && elf.type !== ET_DYN)) return null;
  if (elf.interpreter !== undefined) return elf.dynamic?.soname === undefined || elf.type === ET_EXEC ? 'program' : libraryKind(path, elf);
  const pie = ((elf.dynamic?.flags1 ?? 0) & DF_1_PIE) !== 0;
  if (elf.type === ET_EXEC || pie) return 'static-program';
  // A separate debug file keeps the headers of the library and has no content.
  return elf.dynamic === undefined ? null : libraryKind(path, elf);
}

function libraryKind(path: string, elf: ElfFacts): ArtifactKind {
  if (path.endsWith('.node')) return 'node-addon';
  if (!/\/(site-packages|dist-packages|lib-dynload)\//.test(path))
    return defines(elf.symbols, 'napi_register_module_v1') ? 'node-addon' : 'library';
  return /\.(abi3t?|cpython-\d+t?-[\w-]+|pypy\d+-[\w-]+)\.so$/.test(path) || definesPrefix(elf.symbols, 'PyInit_')
    ? 'python-extension'
    : 'library';
}
