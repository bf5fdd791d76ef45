import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Architecture, LibraryAbi } from '../../src/bases/profiles/derived/abi-table.ts';

/** Folders of glibc's source with the lists of a machine. */
const folders: Readonly<Record<Architecture, readonly string[]>> = { x86_64: ['x86_64/64', 'x86_64'], aarch64: ['aarch64'] };
const loaders: Readonly<Record<Architecture, string>> = { x86_64: 'ld-linux-x86-64.so.2', aarch64: 'ld-linux-aarch64.so.1' };

/** glibc's file `shlib-versions`: all Linux ports of interest number these alike. */
const sonames: Readonly<Record<string, string>> = {
  libc: 'libc.so.6',
  libm: 'libm.so.6',
  libpthread: 'libpthread.so.0',
  libdl: 'libdl.so.2',
  librt: 'librt.so.1',
  libutil: 'libutil.so.1',
  libanl: 'libanl.so.1',
  libresolv: 'libresolv.so.2',
  libnsl: 'libnsl.so.1',
  libcrypt: 'libcrypt.so.1',
  libthread_db: 'libthread_db.so.1',
  libBrokenLocale: 'libBrokenLocale.so.1',
  libmvec: 'libmvec.so.1',
  libc_malloc_debug: 'libc_malloc_debug.so.0',
};

/** Reads `sysdeps/unix/sysv/linux/<machine>/*.abilist`: lines `NODE NAME F`, `NODE NAME D SIZE`. */
export function readAbiLists(source: string, architecture: Architecture): Readonly<Record<string, LibraryAbi>> {
  const libraries: Record<string, LibraryAbi> = {};
  for (const folder of folders[architecture]) {
    const path = join(source, 'sysdeps/unix/sysv/linux', folder);
    if (!existsSync(path)) continue;
    for (const file of readdirSync(path).filter((name) => name.endsWith('.abilist'))) {
      const name = file.slice(0, -'.abilist'.length);
      const soname = name === 'ld' ? loaders[architecture] : sonames[name];
      if (soname !== undefined) libraries[soname] = parseAbiList(readFileSync(join(path, file), 'utf8'));
    }
  }
  return libraries;
}

export function parseAbiList(text: string): LibraryAbi {
  const nodes = new Map<string, string[]>();
  const data = new Set<string>();
  for (const line of text.split('\n')) {
    const [node, name, kind] = line.split(' ');
    if (node === undefined || name === undefined || kind === undefined || kind === 'A') continue;
    const names = nodes.get(node) ?? [];
    nodes.set(node, names);
    names.push(name);
    if (kind === 'D') data.add(name);
  }
  return {
    nodes: Object.fromEntries([...nodes].map(([node, names]) => [node, names.toSorted().join(' ')])),
    ...(data.size === 0 ? {} : { data: [...data].toSorted().join(' ') }),
  };
}
