/**
 * Pages that a write-ahead log holds, newest of each, up to the last committed transaction (fileformat2.html, 4). A log of another page
 * size, with a broken header or without a commit has none; frames behind the first one that does not fit are left over from earlier use.
 */
export function readWalPages(wal: Uint8Array, pageSize: number): Map<number, Uint8Array> {
  const committed = new Map<number, Uint8Array>();
  if (wal.length < HEADER) return committed;
  const view = new DataView(wal.buffer, wal.byteOffset, wal.byteLength);
  const magic = view.getUint32(0);
  if ((magic & ~1) >>> 0 !== 0x377f0682 || view.getUint32(8) !== pageSize) return committed;
  const little = (magic & 1) === 0;
  let sum = checksum(view, 0, 24, little, [0, 0]);
  if (sum[0] !== view.getUint32(24) || sum[1] !== view.getUint32(28)) return committed;
  const pending = new Map<number, Uint8Array>();
  for (let at = HEADER; at + FRAME + pageSize <= wal.length; at += FRAME + pageSize) {
    if (view.getUint32(at + 8) !== view.getUint32(16) || view.getUint32(at + 12) !== view.getUint32(20)) break;
    sum = checksum(view, at + FRAME, pageSize, little, checksum(view, at, 8, little, sum));
    if (sum[0] !== view.getUint32(at + 16) || sum[1] !== view.getUint32(at + 20)) break;
    pending.set(view.getUint32(at), wal.subarray(at + FRAME, at + FRAME + pageSize));
    if (view.getUint32(at + 4) === 0) continue;
    for (const [number, page] of pending) committed.set(number, page);
    pending.clear();
  }
  return committed;
}

const HEADER = 32;
const FRAME = 24;

/** The log's running checksum over pairs of 32-bit words, in the byte order that its magic names. */
function checksum(
  view: DataView,
  offset: number,
  length: number,
  little: boolean,
  start: readonly [number, number],
): readonly [number, number] {
  let [first, second] = start;
  for (let at = offset; at < offset + length; at += 8) {
    first = (first + view.getUint32(at, little) + second) >>> 0;
    second = (second + view.getUint32(at + 4, little) + first) >>> 0;
  }
  return [first, second];
}
