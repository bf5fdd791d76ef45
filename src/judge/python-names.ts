import { defaultPlatformWord, isImportable } from '../ecosystems/selection/python-suffix.ts';
import { machineOf } from '../loader/machine.ts';
import type { World } from '../loader/world.ts';
import type { HostOfArtifact } from './judged-artifact.ts';
import type { Rootfs } from '../tree/rootfs.ts';

/**
 * Null when the Python of the target tries a file of this name; otherwise what it says instead. The interpreter is never asked to load such a file, so it is no
 * matter of the loader (native-dependencies.md 2.5).
 */
export function judgePythonName(
  path: string,
  host: HostOfArtifact & { readonly path: string | null },
  rootfs: Rootfs,
  world: World,
): { readonly message: string; readonly why: string } | null {
  const version = host.version;
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  if (version === undefined || host.path === null || !fileName.endsWith('.so')) return null;
  const platform = platformWord(host, version, rootfs, world);
  const freeThreaded = host.program?.endsWith('t') ?? false;
  if (platform === null || isImportable(fileName, { version, freeThreaded, platform })) return null;
  return {
    message: `ModuleNotFoundError: No module named '${moduleName(path)}'`,
    why: `CPython ${version} there imports .cpython-${version.replace('.', '')}${freeThreaded ? 't' : ''}-${platform}.so, .abi3.so and .so, and never tries this name`,
  };
}

/** From the names of the interpreter's own modules where they are there, else by its libc and version. */
function platformWord(
  host: HostOfArtifact & { readonly path: string | null },
  version: string,
  rootfs: Rootfs,
  world: World,
): string | null {
  const program = world.lookup(host.path ?? '', '/');
  const elf = program.ok ? world.elf(program.entry.identity) : null;
  if (elf === null || 'unknown' in elf || elf.interpreter === undefined) return null;
  const seen = host.program === null ? null : seenWord(host.program, version, rootfs);
  if (seen !== null) return seen;
  const machine = machineOf(elf)?.name ?? 'x86_64';
  return defaultPlatformWord(machine, elf.interpreter.includes('ld-musl') ? 'musl' : 'glibc', version);
}

function seenWord(program: string, version: string, rootfs: Rootfs): string | null {
  const prefix = program.slice(0, program.lastIndexOf('/bin/'));
  for (const name of rootfs.tree.list(`${prefix}/lib/python${version}/lib-dynload`)) {
    const word = /\.cpython-\d+t?-([\w-]+)\.so$/.exec(name)?.[1];
    if (word !== undefined) return word;
  }
  return null;
}

function moduleName(path: string): string {
  const below = /\/(?:site-packages|dist-packages|lib-dynload)\/(.*)$/.exec(path)?.[1] ?? path.slice(path.lastIndexOf('/') + 1);
  return below
    .split('/')
    .map((part) => part.split('.')[0] ?? part)
    .join('.');
}
