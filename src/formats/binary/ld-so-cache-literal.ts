import { byteWriter } from './elf-literal-writer.ts';

/** An `/etc/ld.so.cache` in words, for tests and fuzz seeds. */
export interface LiteralCache {
  readonly layout: 'new' | 'compat' | 'old';
  readonly endian?: 'little' | 'big';
  /** The header's flags byte says the order (glibc 2.33 and newer); default true. */
  readonly saysOrder?: boolean;
  readonly entries: readonly { readonly soname: string; readonly path: string; readonly flags?: number; readonly level?: string }[];
  readonly generator?: string;
}

export function literalLdSoCache(cache: LiteralCache): Uint8Array {
  const little = cache.endian !== 'big';
  const old = oldTable(cache, little);
  if (cache.layout === 'old') return old;
  const out = byteWriter(true, little);
  if (cache.layout === 'compat') out.bytes(old).align(8);
  const base = out.length();
  const { levels, strings, at } = stringsOf(cache, 48 + 24 * cache.entries.length);
  const extension =
    levels.length === 0 && cache.generator === undefined ? 0 : base + 48 + 24 * cache.entries.length + Math.ceil(strings.length / 4) * 4;
  out.bytes(Buffer.from('glibc-ld.so.cache1.1')).u32(cache.entries.length).u32(strings.length);
  out
    .u8(cache.saysOrder === false ? 0 : little ? 2 : 3)
    .pad(3)
    .u32(extension)
    .pad(12);
  for (const { soname, path, flags, level } of cache.entries) {
    out
      .u32(flags ?? 0x303)
      .u32(at(soname))
      .u32(at(path))
      .u32(0);
    const [low, high] = level === undefined ? [0, 0] : [levels.indexOf(level), 1 << 30];
    if (little) out.u32(low).u32(high);
    else out.u32(high).u32(low);
  }
  out.bytes(strings).align(4);
  if (extension === 0) return out.result();
  const generator = Buffer.from(cache.generator ?? '');
  out.u32(0xeaa42174).u32(2);
  const body = out.length() + 32;
  out
    .u32(1)
    .u32(0)
    .u32(body)
    .u32(4 * levels.length);
  out
    .u32(0)
    .u32(0)
    .u32(body + 4 * levels.length)
    .u32(generator.length);
  for (const level of levels) out.u32(at(level));
  return out.bytes(generator).result();
}

export function ldSoCacheSeeds(): Uint8Array[] {
  const entries = [
    { soname: 'libz.so.1', path: '/lib/x86_64-linux-gnu/libz.so.1' },
    { soname: 'libz.so.1', path: '/lib/glibc-hwcaps/x86-64-v3/libz.so.1', level: 'x86-64-v3' },
  ];
  return (['new', 'compat', 'old'] as const).flatMap((layout) =>
    (['little', 'big'] as const).map((endian) => literalLdSoCache({ layout, endian, entries, generator: 'ldconfig 2.36' })),
  );
}

function oldTable(cache: LiteralCache, little: boolean): Uint8Array {
  const { strings, at } = stringsOf(cache, 0);
  const out = byteWriter(true, little);
  out.bytes(Buffer.from('ld.so-1.7.0\0')).u32(cache.entries.length);
  for (const { soname, path, flags } of cache.entries)
    out
      .u32(flags ?? 0x303)
      .u32(at(soname))
      .u32(at(path));
  // In the compatible form the strings stand once, behind the new table.
  return cache.layout === 'old' ? out.bytes(strings).result() : out.result();
}

function stringsOf(cache: LiteralCache, base: number): { levels: string[]; strings: Buffer; at: (text: string) => number } {
  const levels = [...new Set(cache.entries.flatMap((each) => each.level ?? []))];
  const texts = [...new Set([...cache.entries.flatMap((each) => [each.soname, each.path]), ...levels])];
  const places = new Map<string, number>();
  let length = 0;
  for (const text of texts) {
    places.set(text, base + length);
    length += text.length + 1;
  }
  return { levels, strings: Buffer.from(texts.map((text) => `${text}\0`).join('')), at: (text) => places.get(text) ?? 0 };
}
