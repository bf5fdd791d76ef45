import { FormatError } from '../format-error.ts';

const MAGIC = 0x506d7052; // RpmP
const SLOT_MAGIC = 0x746f6c53; // Slot
const BLOB_MAGIC = 0x53626c42; // BlbS
const TAIL_MAGIC = 0x45626c42; // BlbE
const PAGE = 4096;
const SLOT = 16;
const BLOCK = 16;
const HEAD = 16;
const TAIL = 12;
const MAX_SLOT_PAGES = 2048;

/**
 * Header blobs of rpm's own database (`Packages.db`, "ndb": openSUSE), little-endian: pages of 16-byte slots (after two slots of header), each
 * pointing at a blob in 16-byte blocks (rpm, lib/backend/ndb/rpmpkg.c). Blobs come in slot order.
 * @throws FormatError `ndb-bad-header`, `ndb-bad-slot`, `ndb-bad-blob`.
 */
export function readNdbBlobs(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 32 || view.getUint32(0, true) !== MAGIC) throw new FormatError('ndb-bad-header', 0, 'no rpm ndb database');
  if (view.getUint32(4, true) !== 0) throw new FormatError('ndb-bad-header', 4, 'rpm ndb: unknown version');
  const slotPages = view.getUint32(12, true);
  if (slotPages > MAX_SLOT_PAGES || slotPages * PAGE > bytes.length)
    throw new FormatError('ndb-bad-header', 12, 'rpm ndb: slots beyond the file');
  const blobs: Uint8Array[] = [];
  let claimed = 0;
  for (let at = 2 * SLOT; at < slotPages * PAGE; at += SLOT) {
    if (view.getUint32(at, true) !== SLOT_MAGIC) throw new FormatError('ndb-bad-slot', at, 'rpm ndb: a slot without its magic');
    const index = view.getUint32(at + 4, true);
    if (index === 0) continue;
    const blob = readBlob(view, index, view.getUint32(at + 8, true) * BLOCK, at);
    claimed += blob.length;
    if (claimed > bytes.length) throw new FormatError('ndb-bad-slot', at, 'rpm ndb: blobs that overlap');
    blobs.push(blob);
  }
  return blobs;
}

function readBlob(view: DataView, index: number, at: number, slot: number): Uint8Array {
  if (at + HEAD > view.byteLength) throw new FormatError('ndb-bad-slot', slot, 'rpm ndb: a slot points beyond the file');
  if (view.getUint32(at, true) !== BLOB_MAGIC || view.getUint32(at + 4, true) !== index) {
    throw new FormatError('ndb-bad-blob', at, 'rpm ndb: a blob without its head');
  }
  const length = view.getUint32(at + 12, true);
  const tail = Math.ceil((HEAD + length + TAIL) / BLOCK) * BLOCK - TAIL + at;
  if (tail + TAIL > view.byteLength || view.getUint32(tail + 8, true) !== TAIL_MAGIC || view.getUint32(tail + 4, true) !== length) {
    throw new FormatError('ndb-bad-blob', at, 'rpm ndb: a blob without its tail');
  }
  return new Uint8Array(view.buffer, view.byteOffset + at + HEAD, length);
}
