import type { ByteWriter } from './elf-literal-writer.ts';
import type { LiteralElf, LiteralSymbol } from './elf-literal.ts';

/** Hash tables of one bucket, which the real loaders accept: every defined symbol is in one chain. */
export function literalHash(
  elf: LiteralElf,
  out: ByteWriter,
  symbols: readonly LiteralSymbol[],
  place: () => number,
  tags: [number, number][],
): void {
  const kind = elf.hash ?? 'gnu';
  const count = symbols.length + 1;
  const first = symbols.findIndex((each) => each.defined ?? true) + 1;
  if (kind === 'sysv' || kind === 'both') {
    tags.push([4, place()]);
    // Words of 8 bytes on 64-bit s390 and Alpha.
    const write = out.wide && (elf.machine === 22 || elf.machine === 0x9026) ? out.word : (value: number) => out.u32(value);
    for (const value of [1, count, first, 0, ...symbols.map((_, i) => (i + 1 < first || first === 0 ? 0 : (i + 2) % count))]) write(value);
  }
  if (kind === 'gnu' || kind === 'both') {
    tags.push([0x6ffffef5, place()]);
    out
      .u32(1)
      .u32(first === 0 ? 1 : first)
      .u32(1)
      .u32(5);
    // A bloom word of ones passes every name.
    for (let i = 0; i < (out.wide ? 2 : 1); i++) out.u32(0xffffffff);
    out.u32(first);
    if (first === 0) return;
    symbols.slice(first - 1).forEach(({ name }, i, all) => out.u32(((gnuHash(name) & ~1) | (i === all.length - 1 ? 1 : 0)) >>> 0));
  }
}

function gnuHash(name: string): number {
  return Buffer.from(name).reduce((hash, byte) => (Math.imul(hash, 33) + byte) >>> 0, 5381);
}
