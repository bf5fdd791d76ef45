import type { ElfFacts } from '../../tree/elf-facts.ts';
import type { Entry } from '../../tree/tree.ts';
import type { Errno } from '../loader-fact.ts';
import { EM_386, EM_X86_64 } from '../machine.ts';
import type { World } from '../world.ts';
import { scriptInterpreter } from './script.ts';

/** What the kernel does with a path. */
export type Execve =
  | { readonly kind: 'refused'; readonly errno: Errno; readonly because: 'file' | 'interpreter'; readonly interpreter?: string }
  | { readonly kind: 'unknown'; readonly why: string }
  /** No loader is involved. */
  | { readonly kind: 'static'; readonly program: Started }
  /** The process starts at address 0. */
  | { readonly kind: 'crash'; readonly program: Started }
  | {
      readonly kind: 'dynamic';
      readonly program: Started;
      readonly interpreter: string;
      readonly interpreterEntry: Entry;
      readonly execfn: string;
    };

export interface Started {
  readonly path: string;
  readonly entry: Entry;
  readonly elf: ElfFacts;
  /** AT_SECURE: the loader must not trust the environment. */
  readonly secure: boolean;
}

/** Scripts may name scripts; the sixth rewrite gives ELOOP (exec_binprm in fs/exec.c). */
const MAX_DEPTH = 5;
/** Bytes of a 32-bit ELF header: nothing shorter is a program. */
const SMALLEST_ELF = 52;
const DF_1_PIE = 0x0800_0000;
const ET_EXEC = 2;
const ET_DYN = 3;

/** `machine` is e_machine of the kernel, null when nothing in the tree tells. */
export function execve(world: World, path: string, cwd: string, uid: number, machine: number | null): Execve {
  let at = path;
  for (let depth = 0; ; depth++) {
    const found = world.lookup(at, cwd);
    const because = depth === 0 ? 'file' : 'interpreter';
    if (!found.ok) return { kind: 'refused', errno: found.errno, because, ...(depth === 0 ? {} : { interpreter: at }) };
    if (!world.mayExecute(found.entry, uid))
      return { kind: 'refused', errno: 'EACCES', because, ...(depth === 0 ? {} : { interpreter: at }) };
    const elf = world.elf(found.entry.identity);
    if (elf !== null && 'unknown' in elf && found.entry.size < SMALLEST_ELF) return { kind: 'refused', errno: 'ENOEXEC', because };
    if (elf !== null && 'unknown' in elf) return { kind: 'unknown', why: `${at}: ${elf.unknown}` };
    if (elf !== null)
      return execveElf(
        world,
        { path: at, entry: found.entry, elf, secure: isSecure(found.entry, uid) },
        { cwd, uid, machine, because, execfn: path },
      );
    const script = world.script(found.entry.identity);
    const interpreter = script === null ? null : scriptInterpreter(script);
    if (interpreter === null)
      return { kind: 'refused', errno: 'ENOEXEC', because: script !== null && !script.bom ? 'interpreter' : because };
    if (depth === MAX_DEPTH) return { kind: 'refused', errno: 'ELOOP', because: 'interpreter', interpreter };
    at = interpreter;
  }
}

interface Call {
  readonly cwd: string;
  readonly uid: number;
  readonly machine: number | null;
  readonly because: 'file' | 'interpreter';
  /** AT_EXECFN: what was given to execve, also when that was a script. */
  readonly execfn: string;
}

function execveElf(world: World, program: Started, { cwd, uid, machine, because, execfn }: Call): Execve {
  const { elf } = program;
  if ((elf.type !== ET_EXEC && elf.type !== ET_DYN) || !runsOn(elf.machine, machine) || elf.segments.length === 0)
    return { kind: 'refused', errno: 'ENOEXEC', because };
  const { interpreter } = elf;
  if (interpreter === undefined) {
    const pie = ((elf.dynamic?.flags1 ?? 0) & DF_1_PIE) !== 0;
    return elf.type === ET_DYN && !pie && elf.entry === 0n ? { kind: 'crash', program } : { kind: 'static', program };
  }
  const refused = (errno: Errno): Execve => ({ kind: 'refused', errno, because: 'interpreter', interpreter });
  const found = world.lookup(interpreter, cwd);
  if (!found.ok) return refused(found.errno);
  if (!world.mayExecute(found.entry, uid)) return refused('EACCES');
  if (found.entry.size < (elf.class === 64 ? 64 : 52)) return refused('EIO');
  const loader = world.elf(found.entry.identity);
  if (loader === null) return refused('ELIBBAD');
  if ('unknown' in loader) return { kind: 'unknown', why: `${interpreter}: ${loader.unknown}` };
  if (loader.machine !== elf.machine) return refused('ELIBBAD');
  return { kind: 'dynamic', program, interpreter, interpreterEntry: found.entry, execfn };
}

/** An x86_64 kernel also runs i386 programs (CONFIG_IA32_EMULATION, as all distributions build it). */
function runsOn(program: number, kernel: number | null): boolean {
  return kernel === null || program === kernel || (kernel === EM_X86_64 && program === EM_386);
}

/** Set-user-id, set-group-id (with the group execute bit, else it meant mandatory locking), or file capabilities of a user who is not root. */
function isSecure(entry: Entry, uid: number): boolean {
  if ((entry.mode & 0o4000) !== 0 && entry.uid !== uid) return true;
  if ((entry.mode & 0o2000) !== 0 && (entry.mode & 0o010) !== 0 && entry.gid !== uid) return true;
  return entry.capabilities === true && uid !== 0;
}
