import type { ByteWriter } from './elf-literal-writer.ts';
import type { LiteralElf, LiteralSymbol } from './elf-literal.ts';

const HIDDEN = 0x8000;

/** DT_VERSYM, DT_VERDEF and DT_VERNEED, as far as the file has versions. Index 1 is the file itself, then its definitions, then what it needs. */
export function literalVersions(
  elf: LiteralElf,
  out: ByteWriter,
  symbols: readonly LiteralSymbol[],
  string: (text: string) => number,
  place: () => number,
  tags: [number, number][],
): void {
  const own = new Map((elf.versionDefinitions ?? []).map((each) => [each.name, each.parents ?? []]));
  for (const { version } of symbols)
    if (version !== undefined && version.file === undefined && !own.has(version.name)) own.set(version.name, []);
  const needs = new Map<string, Map<string, boolean>>();
  const need = (file: string, name: string, weak: boolean): void => {
    const versions = needs.get(file) ?? new Map<string, boolean>();
    needs.set(file, versions.set(name, versions.get(name) ?? weak));
  };
  for (const { file, name, weak } of elf.versionNeeds ?? []) need(file, name, weak ?? false);
  for (const { version } of symbols) if (version?.file !== undefined) need(version.file, version.name, false);
  if (own.size === 0 && needs.size === 0) return;

  const index = new Map<string, number>();
  let next = 2;
  for (const name of own.keys()) index.set(`:${name}`, next++);
  for (const [file, versions] of needs) for (const name of versions.keys()) index.set(`${file}:${name}`, next++);

  tags.push([0x6ffffff0, place()]);
  out.u16(0);
  for (const { version, hidden } of symbols) {
    out.u16((version === undefined ? 1 : (index.get(`${version.file ?? ''}:${version.name}`) ?? 1)) | (hidden === true ? HIDDEN : 0));
  }
  if (own.size > 0) writeDefinitions(elf, out, own, string, place, tags);
  if (needs.size > 0) writeNeeds(out, needs, index, string, place, tags);
}

function writeDefinitions(
  elf: LiteralElf,
  out: ByteWriter,
  own: ReadonlyMap<string, readonly string[]>,
  string: (text: string) => number,
  place: () => number,
  tags: [number, number][],
): void {
  const all: (readonly [string, readonly string[]])[] = [[elf.soname ?? 'base', []], ...own];
  tags.push([0x6ffffffc, place()], [0x6ffffffd, all.length]);
  all.forEach(([name, parents], i) => {
    const names = [name, ...parents];
    const last = i === all.length - 1;
    out
      .u16(1)
      .u16(i === 0 ? 1 : 0)
      .u16(i + 1)
      .u16(names.length)
      .u32(sysvHash(name))
      .u32(20)
      .u32(last ? 0 : 20 + 8 * names.length);
    names.forEach((text, j) => out.u32(string(text)).u32(j === names.length - 1 ? 0 : 8));
  });
}

function writeNeeds(
  out: ByteWriter,
  needs: ReadonlyMap<string, ReadonlyMap<string, boolean>>,
  index: ReadonlyMap<string, number>,
  string: (text: string) => number,
  place: () => number,
  tags: [number, number][],
): void {
  tags.push([0x6ffffffe, place()], [0x6fffffff, needs.size]);
  [...needs].forEach(([file, versions], i) => {
    out
      .u16(1)
      .u16(versions.size)
      .u32(string(file))
      .u32(16)
      .u32(i === needs.size - 1 ? 0 : 16 + 16 * versions.size);
    [...versions].forEach(([name, weak], j) => {
      out
        .u32(sysvHash(name))
        .u16(weak ? 2 : 0)
        .u16(index.get(`${file}:${name}`) ?? 0)
        .u32(string(name))
        .u32(j === versions.size - 1 ? 0 : 16);
    });
  });
}

/** The gABI's hash function, which the loaders compare before the version's name. */
function sysvHash(name: string): number {
  let hash = 0;
  for (const byte of Buffer.from(name)) {
    hash = ((hash << 4) + byte) >>> 0;
    const high = hash & 0xf0000000;
    if (high !== 0) hash ^= high >>> 24;
    hash = (hash & ~high) >>> 0;
  }
  return hash;
}
