/** readelf's text (binutils 2.35 to 2.44, `-W`) as lines `a|b|c` by field; a field that this text cannot tell is absent. */
export type Spoken = Readonly<Record<string, readonly string[]>>;

export function parseReadelf(text: string, relocations: string): Spoken {
  const lines = text.split('\n');
  const value = (name: string): string => new RegExp(`^  ${name}: +(.*)$`, 'mu').exec(text)?.[1] ?? '';
  const wide = value('Class') === 'ELF64';
  const machine = value('Machine');
  const hasSections = /^Symbol table '\.dynsym'/mu.test(text);
  const tags = dynamicTags(lines);
  return {
    header: [
      [
        wide ? 64 : 32,
        value('Data').includes('little') ? 'little' : 'big',
        OSABI[value('OS/ABI')] ?? value('OS/ABI'),
        Number(value('ABI Version')),
        TYPES[value('Type').slice(0, 4).trim()] ?? value('Type'),
        MACHINES[machine] ?? machine,
        value('Entry point address').slice(2),
        /^0x([\da-f]+)/u.exec(value('Flags'))?.[1],
        Number(value('Number of program headers').split(' ')[0]),
      ].join('|'),
    ],
    segments: segments(lines, machine),
    interpreter: [/\[Requesting program interpreter: (.*)\]/u.exec(text)?.[1]].filter((each) => each !== undefined),
    ...(tags === null ? {} : tags),
    ...(hasSections ? { symbols: symbols(lines) } : {}),
    ...versions(lines, text.includes(' (VERSYM) ')),
    ...relocationTables(relocations.split('\n'), machine, wide),
    ...notes(text),
  };
}

const OSABI: Readonly<Record<string, number>> = {
  'UNIX - System V': 0,
  'UNIX - GNU': 3,
  'UNIX - Solaris': 6,
  'UNIX - FreeBSD': 9,
  'Standalone App': 255,
  ARM: 97,
};
const TYPES: Readonly<Record<string, number>> = { NONE: 0, REL: 1, EXEC: 2, DYN: 3, CORE: 4 };
const MACHINES: Readonly<Record<string, number>> = {
  None: 0,
  'Sparc v8+': 18,
  'Sparc v9': 43,
  'Intel 80386': 3,
  MC68000: 4,
  'MIPS R3000': 8,
  HPPA: 15,
  PowerPC: 20,
  PowerPC64: 21,
  'IBM S/390': 22,
  ARM: 40,
  'Renesas / SuperH SH': 42,
  'Advanced Micro Devices X86-64': 62,
  AArch64: 183,
  ARCv2: 195,
  'RISC-V': 243,
  'Linux BPF': 247,
  LoongArch: 258,
  Alpha: 0x9026,
};

const SEGMENTS: Readonly<Record<string, number>> = {
  NULL: 0,
  LOAD: 1,
  DYNAMIC: 2,
  INTERP: 3,
  NOTE: 4,
  SHLIB: 5,
  PHDR: 6,
  TLS: 7,
  GNU_EH_FRAME: 0x6474e550,
  GNU_STACK: 0x6474e551,
  GNU_RELRO: 0x6474e552,
  GNU_PROPERTY: 0x6474e553,
  GNU_SFRAME: 0x6474e554,
  PAX_FLAGS: 0x65041580,
  OPENBSD_RANDOM: 0x65a3dbe6,
  PT_SUNW_UNWIND: 0x6464e550,
  EXIDX: 0x70000001,
  REGINFO: 0x70000000,
  RTPROC: 0x70000001,
  OPTIONS: 0x70000002,
  ABIFLAGS: 0x70000003,
  RISCV_ATTRIBUT: 0x70000003,
  PARISC_ARCHEXT: 0x70000000,
  PARISC_UNWIND: 0x70000001,
};

function segments(lines: readonly string[], machine: string): string[] {
  const row = /^ {2}(\S.*?) +0x([\da-f]+) 0x([\da-f]+) 0x[\da-f]+ 0x([\da-f]+) 0x([\da-f]+) ([R ][W ][E ]) (?:0x)?([\da-f]+) *$/u;
  return lines.flatMap((line) => {
    const match = row.exec(line);
    if (match === null) return [];
    const [, name = '', offset, address, fileSize, memorySize, flags = '', align] = match;
    const number = /^(?:LOOS|LOPROC)\+(0x)?([\da-f]+)/u.exec(name);
    const base = name.startsWith('LOOS') ? 0x60000000 : 0x70000000;
    const type = number === null ? (SEGMENTS[name] ?? `${name} on ${machine}`) : base + Number.parseInt(number[2] ?? '', 16);
    const bits = (flags.includes('R') ? 4 : 0) | (flags.includes('W') ? 2 : 0) | (flags.includes('E') ? 1 : 0);
    return [[type.toString(16), ...[offset, address, fileSize, memorySize].map(plain), bits, plain(align)].join('|')];
  });
}

function plain(digits: string | undefined): string {
  return BigInt(`0x${digits ?? '0'}`).toString(16);
}

/** Null where readelf shows no table (none, or a debug file's empty one). */
function dynamicTags(lines: readonly string[]): Spoken | null {
  const start = lines.findIndex((line) => line.startsWith('Dynamic section at offset'));
  if (start < 0) return null;
  const rows = lines
    .slice(start + 2)
    .map((line) => /^ 0x([\da-f]+) \((.*?)\) +(.*)$/u.exec(line))
    .slice(0, -1);
  const end = rows.findIndex((row) => row === null);
  const tags = rows.slice(0, end < 0 ? undefined : end).filter((row) => row !== null);
  const named = (name: string): string[] => tags.flatMap((row) => (row[2] === name ? [/\[(.*)\]/u.exec(row[3] ?? '')?.[1] ?? ''] : []));
  return {
    tags: tags.filter((row) => row[2] !== 'NULL').map(([, tag = '', , shown = '']) => `${plain(tag)}|${tagValue(shown)}`),
    needed: named('NEEDED'),
    soname: named('SONAME'),
    rpath: named('RPATH'),
    runpath: named('RUNPATH'),
  };
}

function tagValue(shown: string): string {
  if (/^0x[\da-f]+ *$/u.test(shown)) return plain(shown.trim().slice(2));
  const number = /^(\d+)(?: \(bytes\))? *$/u.exec(shown)?.[1];
  return number === undefined ? '?' : BigInt(number).toString(16);
}

const SYMBOL_TYPES = ['NOTYPE', 'OBJECT', 'FUNC', 'SECTION', 'FILE', 'COMMON', 'TLS'];
const BINDINGS: Readonly<Record<string, number>> = { LOCAL: 0, GLOBAL: 1, WEAK: 2, UNIQUE: 10 };
const VISIBILITIES = ['DEFAULT', 'INTERNAL', 'HIDDEN', 'PROTECTED'];
const SECTIONS: Readonly<Record<string, number>> = { UND: 0, ABS: 0xfff1, COM: 0xfff2 };

function symbols(lines: readonly string[]): string[] {
  const start = lines.findIndex((line) => line.startsWith("Symbol table '.dynsym'"));
  const row = /^ *(\d+): ([\da-f]+) +\S+ (\S+|<\w+ specific>: \d+) +(\S+|<\w+ specific>: \d+) +(\S+) (?: *\[.*?\])? *(\S+) ?(.*)$/u;
  const found: string[] = [];
  for (const line of lines.slice(start + 2)) {
    const match = row.exec(line);
    if (match === null) break;
    const [, , value = '', type = '', binding = '', visibility = '', section = '', name = ''] = match;
    const number =
      type === 'IFUNC' ? 10 : type === 'REGISTER' ? 13 : type.startsWith('<') ? Number(type.split(' ').at(-1)) : SYMBOL_TYPES.indexOf(type);
    const index = SECTIONS[section] ?? (section.includes('[') ? Number(/\[(0x[\da-f]+)\]/u.exec(section)?.[1]) : Number(section));
    // Section symbols have no name; readelf shows the section's.
    const bare = type === 'SECTION' ? '' : name.replace(/@.*$/su, '');
    found.push(
      [
        /^0+$/u.test(value) ? 0 : 1,
        number,
        BINDINGS[binding] ?? Number(binding.split(' ').at(-1)),
        VISIBILITIES.indexOf(visibility),
        index,
        bare,
      ].join('|'),
    );
  }
  return found;
}

function versions(lines: readonly string[], versioned: boolean): Spoken {
  const versym: string[] = [];
  const needs: string[] = [];
  const definitions: string[] = [];
  let file = '';
  let any = false;
  for (const line of lines) {
    if (/^Version (?:symbols|needs|definition) section/u.test(line)) any = true;
    if (/^ {2}[\da-f]{3,}: +[\da-f]+[h ]\(/u.test(line)) {
      const cells = [...line.slice(line.indexOf(':') + 1).matchAll(/([\da-f]+)([h ])\(.*?\) */gu)];
      versym.push(...cells.map(([, index = '', hidden]) => `${Number.parseInt(index, 16)}${hidden === 'h' ? 'h' : ''}`));
    }
    file = /^ {2}(?:0x)?[\da-f]+: Version: \d+ {2}File: (.*) {2}Cnt: \d+$/u.exec(line)?.[1] ?? file;
    const need = /^ {2}0x[\da-f]+: {3}Name: (.*) {2}Flags: (.*?) *Version: (\d+)$/u.exec(line);
    if (need !== null) needs.push(`${file}|${need[1]}|${Number(need[3]) & 0x7fff}|${need[2]?.includes('WEAK')}`);
    const definition = /^ {2}(?:0x)?[\da-f]+: Rev: \d+ {2}Flags: (.*?) +Index: (\d+) {2}Cnt: \d+ {2}Name: (.*)$/u.exec(line);
    if (definition !== null)
      definitions.push(`${definition[3]}|${definition[2]}|${definition[1]?.includes('BASE')}|${definition[1]?.includes('WEAK')}|`);
    const parent = /^ {2}(?:0x)?[\da-f]+: Parent \d+: (.*)$/u.exec(line)?.[1];
    if (parent === undefined) continue;
    const before = definitions.pop() ?? '';
    definitions.push(before.endsWith('|') ? before + parent : `${before},${parent}`);
  }
  // A .SUNW_versym section without DT_VERSYM is nothing to a Linux loader.
  return any ? { versym: versioned ? versym : [], needs, definitions } : {};
}

function relocationTables(lines: readonly string[], machine: string, wide: boolean): Spoken {
  const tables: Record<'REL' | 'RELA' | 'PLT', string[]> = { REL: [], RELA: [], PLT: [] };
  let into: string[] | null = null;
  let relative = 0;
  for (const line of lines) {
    const head = /^'(REL|RELA|PLT|RELR)' relocation section/u.exec(line)?.[1];
    if (head !== undefined) into = head === 'REL' || head === 'RELA' || head === 'PLT' ? tables[head] : null;
    const row = /^[\da-f]{8,16} +([\da-f]{8,16}) +(\S+)/u.exec(line);
    if (into === null || row === null) continue;
    const info = BigInt(`0x${row[1]}`);
    const symbol = wide ? info >> 32n : info >> 8n;
    const type = wide ? info & 0xffffffffn : info & 0xffn;
    const name = row[2] ?? '';
    if (/^R_[\w]+_RELATIVE(?:64)?$/u.test(name) || (machine.startsWith('MIPS') && name === 'R_MIPS_REL32' && symbol === 0n)) relative++;
    else into.push(`${type.toString(16)}|${symbol.toString(16)}`);
  }
  return { rel: tables.REL, rela: tables.RELA, jmprel: tables.PLT, relative: [String(relative)] };
}

const ABI_SYSTEMS = ['Linux', 'Hurd', 'Solaris', 'FreeBSD'];

function notes(text: string): Spoken {
  const all = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
  const abi = /OS: (\w+), ABI: ([\d.]+)/u.exec(text);
  const go = /^ +Go +0x\S+\s+GO BUILDID\s+description data: ((?:[\da-f]{2} )+)/mu.exec(text)?.[1];
  const feature = (name: string, type: number, words: readonly string[]): string[] =>
    all(new RegExp(`${name}: ([^\\n]*)`, 'gu')).map(
      (shown) => `${type}|${words.reduce((sum, word, i) => sum | (new RegExp(`\\b${word}\\b`, 'u').test(shown) ? 1 << i : 0), 0)}`,
    );
  return {
    buildId: all(/Build ID: ([\da-f]+)/gu).slice(0, 1),
    abiTag: abi === null ? [] : [`${ABI_SYSTEMS.indexOf(abi[1] ?? '')}|${abi[2]}`],
    goBuildId: go === undefined ? [] : [go.replaceAll(' ', '')],
    package: all(/Packaging Metadata: (.*)$/gmu).slice(0, 1),
    features: [...feature('x86 feature', 0xc0000002, ['IBT', 'SHSTK']), ...feature('AArch64 feature', 0xc0000000, ['BTI', 'PAC'])],
  };
}
