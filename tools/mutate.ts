/** A deterministic stream of numbers in [0, 1): mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One to eight small damages to `input`: flipped bits, extreme numbers, cuts, repeats, pieces of another seed. */
export function mutate(input: Uint8Array, random: () => number, seeds: readonly Uint8Array[]): Uint8Array {
  let bytes = Uint8Array.from(input);
  const times = 1 + Math.floor(random() * 8);
  for (let i = 0; i < times; i++) bytes = damages[Math.floor(random() * damages.length)]?.(bytes, random, seeds) ?? bytes;
  return bytes;
}

type Damage = (bytes: Uint8Array<ArrayBuffer>, random: () => number, seeds: readonly Uint8Array[]) => Uint8Array<ArrayBuffer>;

const at = (length: number, random: () => number): number => Math.floor(random() * length);
const extremes = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff];

const damages: readonly Damage[] = [
  function flipBit(bytes, random) {
    const i = at(bytes.length, random);
    bytes[i] = (bytes[i] ?? 0) ^ (1 << at(8, random));
    return bytes;
  },
  function setByte(bytes, random) {
    bytes[at(bytes.length, random)] = at(256, random);
    return bytes;
  },
  function extremeNumber(bytes, random) {
    const width = [1, 2, 4][at(3, random)] ?? 1;
    if (bytes.length < width) return bytes;
    const view = new DataView(bytes.buffer);
    const offset = at(bytes.length - width + 1, random);
    const value = extremes[at(extremes.length, random)] ?? 0;
    const little = random() < 0.5;
    if (width === 1) view.setUint8(offset, value);
    else if (width === 2) view.setUint16(offset, value, little);
    else view.setUint32(offset, value, little);
    return bytes;
  },
  function cut(bytes, random) {
    return bytes.slice(0, at(bytes.length + 1, random));
  },
  function remove(bytes, random) {
    const from = at(bytes.length, random);
    const to = Math.min(bytes.length, from + 1 + at(64, random));
    return join(bytes.subarray(0, from), bytes.subarray(to));
  },
  function repeat(bytes, random) {
    const from = at(bytes.length, random);
    const part = bytes.subarray(from, from + 1 + at(64, random));
    return join(bytes.subarray(0, from), part, part, bytes.subarray(from));
  },
  function splice(bytes, random, seeds) {
    const other = seeds[at(seeds.length, random)] ?? bytes;
    const from = at(other.length, random);
    return join(bytes.subarray(0, at(bytes.length, random)), other.subarray(from, from + 256), bytes.subarray(at(bytes.length, random)));
  },
];

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
