import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { MuslRun } from './run.ts';

/** One question on its way. */
export interface MuslQuery {
  readonly type: 'A' | 'AAAA';
  readonly typeNumber: 1 | 28;
  readonly name: ByteText;
  /** Undefined when it could not be built and the version sends it all the same, which the kernel refuses. */
  readonly bytes: Uint8Array | undefined;
}

/** A query message as `res_mkquery` builds it, recursion desired and nothing else; undefined when it refuses the name. */
export function buildQuery(run: MuslRun, name: ByteText, type: 1 | 28, id: number): Uint8Array | undefined {
  let text = name.slice(0, 255);
  if (text.endsWith('.')) text = text.slice(0, -1);
  if (run.switches.refusesSecondDot && text.endsWith('.')) return undefined;
  if (text.length > 253) return undefined;
  const bytes = new Uint8Array(17 + text.length + (text === '' ? 0 : 1));
  bytes[0] = id >> 8;
  bytes[1] = id & 0xff;
  bytes[2] = 1;
  bytes[5] = 1;
  for (let index = 0; index < text.length; index += 1) bytes[13 + index] = text.charCodeAt(index);
  // Lengths go over the dots. A second final dot ends the walk early and stays as it is: such a packet is no valid query.
  let place = 13;
  while (place < bytes.length && bytes[place] !== 0) {
    const length = (text.indexOf('.', place - 13) + 1 || text.length + 1) - (place - 12);
    if (length === 0 || length > 63) return undefined;
    bytes[place - 1] = length;
    place += length + 1;
  }
  bytes[place + 1] = type;
  bytes[place + 3] = 1;
  return bytes;
}
