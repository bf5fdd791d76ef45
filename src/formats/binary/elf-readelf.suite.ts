import { spawnSync } from 'node:child_process';
import { SYMBOL_HIDDEN, SYMBOL_VALUE, type ElfFacts } from '../../tree/elf-facts.ts';
import { symbolName } from '../../tree/elf-symbols.ts';
import { parseReadelf, type Spoken } from './readelf-text.suite.ts';

/** One field on which basewise and readelf disagree. */
export interface Deviation {
  readonly path: string;
  readonly field: string;
  readonly ours: string;
  readonly readelf: string;
}

export function hasReadelf(): boolean {
  return spawnSync('readelf', ['--version']).status === 0;
}

/** What readelf says of each of these files; relocations in a second run, because only `-D` shows the loader's tables rather than sections. */
export function askReadelf(paths: readonly string[]): Map<string, Spoken> {
  const run = (options: readonly string[]): string => {
    const { stdout } = spawnSync('readelf', ['-W', ...options, ...paths], {
      maxBuffer: 1 << 30,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    return stdout.toString('utf8');
  };
  const tables = byFile(run(['-h', '-l', '-d', '--dyn-syms', '-V', '-n']), paths);
  const relocations = byFile(run(['-r', '-D']), paths);
  return new Map(paths.map((path) => [path, parseReadelf(tables.get(path) ?? '', relocations.get(path) ?? '')]));
}

function byFile(output: string, paths: readonly string[]): Map<string, string> {
  const [only] = paths;
  if (paths.length === 1 && only !== undefined) return new Map([[only, output]]);
  const parts = output.split(/^File: (.*)$/mu);
  return new Map(Array.from({ length: (parts.length - 1) / 2 }, (_, i) => [parts[2 * i + 1] ?? '', parts[2 * i + 2] ?? '']));
}

/** Compares field by field; `count` is the number of single values that were held against each other. */
export function compareWithReadelf(
  path: string,
  facts: ElfFacts,
  spoken: Spoken,
): { readonly count: number; readonly deviations: Deviation[] } {
  const ours = render(facts);
  const deviations: Deviation[] = [];
  let count = 0;
  for (const [field, theirs] of Object.entries(spoken)) {
    const mine = ours[field] ?? [];
    const width = theirs[0]?.split('|').length ?? 1;
    count += Math.max(1, theirs.length * width);
    for (let i = 0; i < Math.max(mine.length, theirs.length); i++) {
      const [a, b] = [mine[i] ?? '(none)', theirs[i] ?? '(none)'];
      if (a === b || (field === 'tags' && b.endsWith('|?') && a.startsWith(b.slice(0, -1)))) continue;
      deviations.push({ path, field: `${field}[${i}]`, ours: a, readelf: b });
    }
  }
  return { count, deviations };
}

const hex = (value: number | bigint): string => value.toString(16);

/** GNU_PROPERTY_X86_FEATURE_1_AND and its AArch64 sibling by machine, which readelf spells out. */
const FEATURES: Readonly<Record<number, number>> = { 3: 0xc0000002, 62: 0xc0000002, 183: 0xc0000000 };

/** The facts as the same lines of `a|b|c` that `parseReadelf` makes of readelf's text. */
function render(facts: ElfFacts): Readonly<Record<string, readonly string[]>> {
  const { dynamic, symbols, relocations, notes } = facts;
  const indexes = Array.from({ length: symbols.count }, (_, i) => i);
  return {
    header: [
      [
        facts.class,
        facts.endian,
        facts.osabi,
        facts.abiVersion,
        facts.type,
        facts.machine,
        hex(facts.entry),
        hex(facts.flags),
        facts.segments.length,
      ].join('|'),
    ],
    segments: facts.segments.map((each) =>
      [each.type, each.offset, each.vaddr, each.fileSize, each.memorySize, each.flags & 7, each.align].map((value) => hex(value)).join('|'),
    ),
    interpreter: facts.interpreter === undefined ? [] : [facts.interpreter],
    tags: (dynamic?.tags ?? []).map(({ tag, value }) => `${hex(tag)}|${hex(value)}`),
    needed: dynamic?.needed ?? [],
    soname: dynamic?.soname === undefined ? [] : [dynamic.soname],
    rpath: dynamic?.rpath === undefined ? [] : [dynamic.rpath],
    runpath: dynamic?.runpath === undefined ? [] : [dynamic.runpath],
    symbols: indexes.map((i) =>
      [
        ((symbols.marks[i] ?? 0) & SYMBOL_VALUE) === 0 ? 0 : 1,
        (symbols.info[i] ?? 0) & 15,
        (symbols.info[i] ?? 0) >> 4,
        (symbols.other[i] ?? 0) & 3,
        symbols.section[i],
        symbolName(symbols, i),
      ].join('|'),
    ),
    versym:
      dynamic?.versym === true
        ? indexes.map((i) => `${symbols.version[i]}${((symbols.marks[i] ?? 0) & SYMBOL_HIDDEN) === 0 ? '' : 'h'}`)
        : [],
    needs: facts.versionNeeds.flatMap(({ file, versions }) => versions.map((each) => `${file}|${each.name}|${each.index}|${each.weak}`)),
    definitions: facts.versionDefinitions.map((each) => `${each.name}|${each.index}|${each.base}|${each.weak}|${each.parents.join(',')}`),
    rel: pairs(relocations.rel),
    rela: pairs(relocations.rela),
    jmprel: pairs(relocations.jmprel),
    relative: [String(relocations.relative)],
    buildId: notes.buildId === undefined ? [] : [notes.buildId],
    abiTag: notes.abiTag === undefined ? [] : [`${notes.abiTag.os}|${notes.abiTag.kernel}`],
    goBuildId: notes.goBuildId === undefined ? [] : [Buffer.from(notes.goBuildId).toString('hex')],
    package: notes.package === undefined ? [] : [notes.package],
    features: notes.properties.filter(({ type }) => type === FEATURES[facts.machine]).map((each) => `${each.type}|${each.value}`),
  };
}

function pairs(table: Uint32Array): string[] {
  return Array.from({ length: table.length / 2 }, (_, i) => `${hex(table[2 * i] ?? 0)}|${hex(table[2 * i + 1] ?? 0)}`);
}
