import * as constant from './elf-constants.ts';

/** R_*_RELATIVE by e_machine (glibc dl-machine.h of each port and elf.h; the psABI supplements). They name no symbol, so nothing about them can fail. */
const RELATIVE: ReadonlyMap<number, readonly number[]> = new Map([
  [constant.EM_386, [8]],
  // R_X86_64_RELATIVE64 (38) is its x32 form for 64-bit words.
  [constant.EM_X86_64, [8, 38]],
  [constant.EM_ARM, [23]],
  // R_AARCH64_P32_RELATIVE (183) under ILP32.
  [constant.EM_AARCH64, [1027, 183]],
  [constant.EM_RISCV, [3]],
  [constant.EM_LOONGARCH, [3]],
  [constant.EM_PPC, [22]],
  [constant.EM_PPC64, [22]],
  [constant.EM_S390, [12]],
  [constant.EM_SPARC, [22]],
  [constant.EM_SPARC32PLUS, [22]],
  [constant.EM_SPARCV9, [22]],
  [constant.EM_68K, [22]],
  [constant.EM_SH, [165]],
  [constant.EM_ALPHA, [27]],
  // R_IA64_REL32MSB, REL32LSB, REL64MSB, REL64LSB.
  [constant.EM_IA_64, [0x6c, 0x6d, 0x6e, 0x6f]],
  [constant.EM_MICROBLAZE, [16]],
  [constant.EM_OPENRISC, [21]],
  [constant.EM_ALTERA_NIOS2, [38]],
  [constant.EM_CSKY, [9]],
  [constant.EM_ARCV2, [56]],
  [constant.EM_XTENSA, [5]],
]);

/** R_MIPS_REL32; MIPS has no RELATIVE of its own: a REL32 without a symbol is one, alone or packed with R_MIPS_64 in N64. */
const MIPS_REL32 = 3;

export function isRelative(machine: number, type: number, symbol: number): boolean {
  if (machine === constant.EM_MIPS) return symbol === 0 && (type & 0xff) === MIPS_REL32;
  return RELATIVE.get(machine)?.includes(type) ?? false;
}
