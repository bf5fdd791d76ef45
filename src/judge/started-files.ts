import { simulate } from '../loader/simulate.ts';
import type { World } from '../loader/world.ts';
import type { Place } from './open-place.ts';
import type { Software } from './software.ts';

export interface Started {
  readonly files: ReadonlySet<string>;
  /** argv[0] of the programs among them, by real path: glibc names the program so in its messages. */
  readonly names: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Real paths of the programs that the image starts, their interpreters and the libraries that they load at start. */
export function startedFiles(software: Software, place: Place, world: World): Started {
  const files = new Set<string>();
  const names = new Map<string, string>();
  const env = software.entrypoint?.env ?? {};
  const cwd = software.entrypoint?.workingDir ?? '/';
  const add = (path: string): void => {
    const found = place.rootfs.tree.lookup(path, { cwd });
    if (found.ok) files.add(found.entry.path);
  };
  for (const program of software.entrypoint?.programs ?? []) {
    if (program.path === null) continue;
    add(program.path);
    const found = place.rootfs.tree.lookup(program.path, { cwd });
    if (found.ok) names.set(found.entry.path, program.word);
    for (const object of simulate(world, { path: program.path, mode: 'exec', env, cwd }).objects) add(object.path);
  }
  return { files, names, env, cwd };
}
