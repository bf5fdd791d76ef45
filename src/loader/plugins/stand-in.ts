import { emptySymbols } from '../../formats/binary/elf-symbol-table.ts';
import { bareProgram } from '../../tree/bare-program.ts';
import type { Entry } from '../../tree/tree.ts';
import { identifyLoader } from '../identify.ts';
import type { LoadRequest } from '../load-result.ts';
import { kernelMachine } from '../kernel/kernel-machine.ts';
import { mainLoader } from '../kernel/main-loader.ts';
import { machineOf, type Machine } from '../machine.ts';
import { objectFacts } from '../objects/object-facts.ts';
import type { Dynamic, Process } from '../process.ts';
import { startObject } from '../start-process.ts';
import type { World } from '../world.ts';

/** What stands for the host in memo tables and explanations when a request names none. */
export const STAND_IN = '(any program)';

/**
 * Starts a program that needs nothing but the C library: the least that a process which opens a library can be. Null where the root has no loader
 * of its machine.
 */
export function startStandIn(world: World, request: LoadRequest): Process | null {
  const machine = machineFor(world, request);
  const interpreter = machine === null ? null : mainLoader(world, machine);
  if (machine === null || interpreter === null) return null;
  const found = world.lookup(interpreter, '/');
  if (!found.ok) return null;
  const loader = identifyLoader(world, found.entry.identity, interpreter);
  const elf = bareProgram({
    class: machine.class,
    endian: machine.endian,
    machine: machineNumber(world, found.entry),
    interpreter,
    needed: [loader.family === 'glibc' ? 'libc.so.6' : 'libc.so'],
    symbols: emptySymbols(),
  });
  const entry: Entry = { path: STAND_IN, type: 'file', mode: 0o755, uid: 0, gid: 0, size: 4096, nlink: 1, identity: STAND_IN };
  const program = { path: STAND_IN, entry, elf, secure: false };
  const kernel: Dynamic = { kind: 'dynamic', program, interpreter, interpreterEntry: found.entry, execfn: STAND_IN };
  return startObject(world, kernel, objectFacts(STAND_IN, elf), request, null);
}

/** The machine of the root; of the file itself where the root does not tell. */
function machineFor(world: World, request: LoadRequest): Machine | null {
  const kernel = kernelMachine(world);
  if (kernel !== null)
    return machineOf({ machine: kernel, class: [3, 40].includes(kernel) ? 32 : 64, endian: kernel === 22 ? 'big' : 'little' });
  const found = world.lookup(request.path, request.cwd ?? '/');
  const elf = found.ok ? world.elf(found.entry.identity) : null;
  return elf === null || 'unknown' in elf ? null : machineOf(elf);
}

function machineNumber(world: World, loader: Entry): number {
  const elf = world.elf(loader.identity);
  return elf === null || 'unknown' in elf ? 0 : elf.machine;
}
