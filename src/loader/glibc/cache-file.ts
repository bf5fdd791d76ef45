/** TEMPORARY until formats/binary/ld-so-cache.ts lands. */
export interface CacheEntry { readonly flags: number; readonly name: string; readonly path: string; readonly hwcap: bigint; readonly hwcapName?: string }
export function readCacheFile(bytes: Uint8Array): readonly CacheEntry[] {
  const b = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const magic = 'glibc-ld.so.cache1.1';
  let base = -1;
  if (b.toString('latin1', 0, 20) === magic) base = 0;
  else if (b.toString('latin1', 0, 11) === 'ld.so-1.7.0') {
    const n = b.readUInt32LE(12);
    const off = (16 + n * 12 + 7) & ~7;
    if (b.toString('latin1', off, off + 20) === magic) base = off;
  }
  if (base < 0) return [];
  const n = b.readUInt32LE(base + 20);
  const str = (at: number): string => { const s = base + at; const e = b.indexOf(0, s); return b.toString('latin1', s, e); };
  const caps: string[] = [];
  const ext = b.readUInt32LE(base + 32);
  if (ext !== 0 && ext + 8 <= b.length && b.readUInt32LE(ext) === 0xeaa42174) {
    const c = b.readUInt32LE(ext + 4);
    for (let i = 0; i < c; i++) { const r = ext + 8 + i * 16; if (b.readUInt32LE(r) === 1) { const o = b.readUInt32LE(r + 8); const s = b.readUInt32LE(r + 12); for (let j = 0; j < s; j += 4) caps.push(str(b.readUInt32LE(o + j))); } }
  }
  const out: CacheEntry[] = [];
  for (let i = 0; i < n; i++) { const e = base + 48 + i * 24; if (e + 24 > b.length) break; const hwcap = b.readBigUInt64LE(e + 16); const named = (hwcap >> 32n) === 0x40000000n; const hn = named ? caps[Number(hwcap & 0xffffffffn)] : undefined; out.push({ flags: b.readInt32LE(e), name: str(b.readUInt32LE(e + 4)), path: str(b.readUInt32LE(e + 8)), hwcap, ...(hn === undefined ? {} : { hwcapName: hn }) }); }
  return out;
}
