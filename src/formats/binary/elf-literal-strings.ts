/** A string table that grows. */
export interface LiteralStrings {
  readonly add: (text: string) => number;
  readonly bytes: () => Uint8Array;
}

export function literalStrings(): LiteralStrings {
  const known = new Map<string, number>([['', 0]]);
  const parts: Buffer[] = [Buffer.of(0)];
  let length = 1;
  const add = (text: string): number => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const bytes = Buffer.from(`${text}\0`);
    known.set(text, length);
    parts.push(bytes);
    length += bytes.length;
    return length - bytes.length;
  };
  return { add, bytes: () => Buffer.concat(parts) };
}
