import type { ElfFacts } from '../../tree/elf-facts.ts';
import type { Entry } from '../../tree/tree.ts';
import type { Errno } from '../loader-fact.ts';
import { LoadStop } from '../stop.ts';
import { fileError, type GlibcProcess } from './glibc-process.ts';

export interface Opened {
  readonly entry: Entry;
}

/** A file that is passed over: absent, of the other class, of another machine. */
export interface Passed {
  readonly errno: Errno;
  readonly otherClass?: true;
  readonly why?: string;
}

const ET_EXEC = 2;
const ET_DYN = 3;
const ELFOSABI_GNU = 3;

/** open_verify of elf/dl-load.c: opens the file, passes it over, or throws GlibcSignal for one that is fatal wherever it is found. */
export function openVerify(process: GlibcProcess, path: string): Opened | Passed {
  const opened = process.world.open(path, process.workingDirectory, process.uid);
  if ('errno' in opened) return opened;
  const { entry } = opened;
  if (entry.type === 'dir') throw fileError(path, 'cannot read file data', 'EISDIR');
  const headerSize = process.loader.machine.class === 64 ? 64 : 52;
  if (entry.type !== 'file' || entry.size < headerSize) throw fileError(path, 'file too short');
  const elf = process.world.elf(entry.identity);
  if (elf === null) throw fileError(path, 'invalid ELF header');
  if ('unknown' in elf) throw new LoadStop('unknown', `${path}: ${elf.unknown}`);
  return checkHeader(process, path, elf) ?? { entry };
}

function checkHeader(process: GlibcProcess, path: string, elf: ElfFacts): Passed | null {
  const { machine, machineFirst, object } = process.loader;
  if (elf.class !== machine.class) return { errno: 'ENOENT', otherClass: true, why: `wrong ELF class: ELFCLASS${elf.class}` };
  const swapped = elf.endian !== machine.endian;
  // The header is read in this machine's byte order, whatever EI_DATA says.
  const seen = (elf.written ?? elf).endian !== machine.endian ? ((elf.machine & 0xff) << 8) | (elf.machine >> 8) : elf.machine;
  const otherMachine = seen !== object.elf.machine || (machine.name === 'arm' && !sameFloatAbi(elf, object.elf));
  const passed: Passed = { errno: 'ENOENT', why: `a file of another machine (${elf.machine})` };
  if (machineFirst && otherMachine) return passed;
  if (swapped) throw fileError(path, `ELF file data encoding not ${machine.endian}-endian`);
  if (elf.osabi !== 0 && elf.osabi !== ELFOSABI_GNU && !(machine.name === 'arm' && elf.osabi === 97))
    throw fileError(path, 'ELF file OS ABI invalid');
  if (!validAbiVersion(elf)) throw fileError(path, 'ELF file ABI version invalid');
  if (otherMachine) return passed;
  if (elf.type !== ET_DYN && elf.type !== ET_EXEC) throw fileError(path, 'only ET_DYN and ET_EXEC can be loaded');
  return null;
}

/** VALID_ELF_ABIVERSION of sysdeps/gnu/ldsodefs.h: 0 for SYSV, below LIBC_ABI_MAX (4) for GNU. */
function validAbiVersion(elf: ElfFacts): boolean {
  return elf.abiVersion === 0 || (elf.osabi === ELFOSABI_GNU && elf.abiVersion < 4);
}

/** elf_machine_matches_host of sysdeps/arm: EF_ARM_ABI_FLOAT_SOFT and _HARD must not contradict the loader's own. */
function sameFloatAbi(elf: ElfFacts, loader: ElfFacts): boolean {
  const mask = 0x600;
  return (elf.flags & mask) === 0 || (loader.flags & mask) === 0 || (elf.flags & mask) === (loader.flags & mask);
}
