import { result } from './answer.ts';
import { startUnderGcompat } from './gcompat.ts';
import { execve } from './kernel/execve.ts';
import { kernelMachine } from './kernel/kernel-machine.ts';
import { mainLoader } from './kernel/main-loader.ts';
import type { LoadRequest, LoadResult } from './load-result.ts';
import { machineOf } from './machine.ts';
import { startObject } from './start-process.ts';
import type { Dynamic } from './process.ts';
import type { World } from './world.ts';

/** What a program would meet next once its interpreter is there (loader.md 10.4): users link the root's own loader to that name, or add gcompat. */
export interface SecondWall {
  readonly after: 'link' | 'gcompat';
  readonly result: LoadResult;
}

/** Empty unless the kernel refuses an ELF program because its interpreter is absent, and the root has a loader of the program's machine. */
export function secondWall(world: World, request: LoadRequest): readonly SecondWall[] {
  const { path, cwd = '/', uid = 0 } = request;
  const refused = request.mode === 'exec' ? execve(world, path, cwd, uid, kernelMachine(world)) : null;
  if (refused?.kind !== 'refused' || refused.because !== 'interpreter' || refused.errno !== 'ENOENT') return [];
  const found = world.lookup(path, cwd);
  const object = found.ok ? world.object(found.entry.identity) : null;
  if (!found.ok || object === null || 'unknown' in object || object.elf.interpreter === undefined) return [];
  const machine = machineOf(object.elf);
  const own = machine === null ? null : mainLoader(world, machine);
  const loader = own === null ? null : world.lookup(own, '/');
  if (loader === null || !loader.ok) return [];
  const program = { path, entry: found.entry, elf: object.elf, secure: false };
  const kernel: Dynamic = { kind: 'dynamic', program, interpreter: object.elf.interpreter, interpreterEntry: loader.entry, execfn: path };
  const walls: SecondWall[] = [{ after: 'link', result: result(startObject(world, kernel, object, request, null), null) }];
  if (world.lookup('/lib/libgcompat.so.0', '/').ok)
    walls.push({ after: 'gcompat', result: result(startUnderGcompat(world, kernel, object, request, null), null) });
  return walls;
}
