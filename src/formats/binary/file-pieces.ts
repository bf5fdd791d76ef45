/** A part of a file that was kept. */
export interface FilePiece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Reads across adjoining pieces (sorted by offset, disjoint); null where a byte between `offset` and the end of the file is in none. */
export function readPieces(pieces: readonly FilePiece[], size: number, offset: number, length: number): Uint8Array | null {
  const end = Math.min(size, offset + length);
  if (end <= offset) return new Uint8Array(0);
  const first = pieces.findIndex((each) => each.offset <= offset && offset < each.offset + each.bytes.length);
  const piece = pieces[first];
  if (piece === undefined) return null;
  if (end <= piece.offset + piece.bytes.length) return piece.bytes.subarray(offset - piece.offset, end - piece.offset);
  const joined: Uint8Array[] = [];
  let at = offset;
  for (const { offset: start, bytes } of pieces.slice(first)) {
    if (start > at) return null;
    joined.push(bytes.subarray(at - start, end - start));
    at = Math.min(end, start + bytes.length);
    if (at === end) return new Uint8Array(Buffer.concat(joined));
  }
  return null;
}
