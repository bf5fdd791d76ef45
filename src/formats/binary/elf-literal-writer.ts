/** Appends numbers in one class and byte order. */
export interface ByteWriter {
  readonly wide: boolean;
  readonly little: boolean;
  readonly length: () => number;
  readonly u8: (value: number) => ByteWriter;
  readonly u16: (value: number) => ByteWriter;
  readonly u32: (value: number, little?: boolean) => ByteWriter;
  /** 8 bytes in a 64-bit file, else 4. */
  readonly word: (value: number) => ByteWriter;
  readonly bytes: (bytes: Uint8Array) => ByteWriter;
  readonly pad: (length: number) => ByteWriter;
  readonly align: (to: number) => ByteWriter;
  readonly result: () => Uint8Array;
}

export function byteWriter(wide: boolean, little: boolean): ByteWriter {
  const parts: Uint8Array[] = [];
  let length = 0;
  const bytes = (part: Uint8Array): ByteWriter => {
    parts.push(part);
    length += part.length;
    return writer;
  };
  const number = (size: number, value: number, order: boolean): ByteWriter => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(value), order);
    return bytes(new Uint8Array(view.buffer, order ? 0 : 8 - size, size));
  };
  const pad = (count: number): ByteWriter => bytes(new Uint8Array(count));
  const writer: ByteWriter = {
    wide,
    little,
    length: () => length,
    u8: (value) => number(1, value, little),
    u16: (value) => number(2, value, little),
    u32: (value, order = little) => number(4, value, order),
    word: (value) => number(wide ? 8 : 4, value, little),
    bytes,
    pad,
    align: (to) => pad((to - (length % to)) % to),
    result: () => new Uint8Array(Buffer.concat(parts)),
  };
  return writer;
}
