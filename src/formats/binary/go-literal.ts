import { byteWriter } from './elf-literal-writer.ts';

const MAGIC = Buffer.from('\u00ff Go buildinf:', 'latin1');
/** What the Go linker puts around the module text (16 bytes each). */
const START = Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex');
const END = Buffer.from('f932433186182072008242104116d8f2', 'hex');

/** The `.go.buildinfo` section as Go 1.18 and newer write it, for tests and fuzz seeds. */
export function goBuildInfoSection(version: string, modules: string): Uint8Array {
  const text = Buffer.concat([START, Buffer.from(modules), END]);
  const head = Buffer.concat([MAGIC, Buffer.of(8, 2), Buffer.alloc(16)]);
  return Buffer.concat([head, varint(version.length), Buffer.from(version), varint(text.length), text]);
}

/** The form before Go 1.18 at `address`: two pointers to string headers, which stand right behind with their texts. */
export function goBuildInfoPointers(version: string, modules: string, address: number, wide: boolean, little: boolean): Uint8Array {
  const text = Buffer.concat([START, Buffer.from(modules), END]);
  const size = wide ? 8 : 4;
  const headers = address + 32;
  const texts = headers + 4 * size;
  const out = byteWriter(wide, little);
  out
    .bytes(MAGIC)
    .u8(size)
    .u8(little ? 0 : 1);
  out
    .word(headers)
    .word(headers + 2 * size)
    .align(32);
  out.word(texts).word(version.length);
  out.word(texts + version.length).word(text.length);
  return out.bytes(Buffer.from(version)).bytes(text).result();
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left >>>= 7) bytes.push((left & 0x7f) | 0x80);
  return Buffer.from([...bytes, left]);
}
