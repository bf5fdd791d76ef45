import type { GlibcLoader } from '../identify.ts';

/**
 * Subdirectories tried below every directory, best first, the directory itself ('') last (_dl_important_hwcaps). The machine is taken to be a
 * fixed baseline (x86-64-v3, which is `haswell` of the old scheme; power9; z13): a better one could prefer another directory.
 */
export function hwcapSubdirectories(loader: GlibcLoader): readonly string[] {
  const { capabilities, machine } = loader;
  const named = capabilities.hwcapsDirectories === true ? machine.hwcaps.map((level) => `glibc-hwcaps/${level}/`) : [];
  return [...named, ...(capabilities.legacyHwcapsDirectories === true ? legacy(loader) : [''])];
}

/** Every subset of tls/, the platform and the hardware names, longest first, in the order of the power set of elf/dl-hwcaps.c. */
function legacy(loader: GlibcLoader): string[] {
  const { machine } = loader;
  const words = machine.name === 'x86_64' ? ['x86_64', machine.platform, 'tls'] : [machine.platform, 'tls'];
  const subsets: string[] = [];
  for (let bits = 2 ** words.length - 1; bits >= 0; bits--) {
    let path = '';
    for (let i = words.length - 1; i >= 0; i--) if ((bits & (1 << i)) !== 0) path += `${words[i]}/`;
    subsets.push(path);
  }
  return subsets;
}
