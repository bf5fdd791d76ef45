import { BasewiseError } from '../../errors.ts';

/** `390MB`, `1.5 GiB`, `1024`: bytes. Throws BasewiseError `bad-size`; `what` names the flag or key. */
export function parseBytes(text: string, what: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(?:([kMGT]i?)?B)?$/i.exec(text.trim());
  if (match === null) throw new BasewiseError('bad-size', `${what} ${text} is no size`, { hint: 'for example 390MB, 1.5GiB or 1048576' });
  return Math.round(Number(match[1]) * factor(match[2] ?? ''));
}

/** `1Gbit/s`, `100Mbps`, `12.5MB/s`: bits per second; a small b is a bit, a capital B a byte. Throws BasewiseError `bad-bandwidth`. */
export function parseBandwidth(text: string, what: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kKMGT]i?)?(bits?\/s|bps|b\/s|B\/s)$/.exec(text.trim());
  const bits = match === null ? 0 : Number(match[1]) * factor(match[2] ?? '') * (match[3] === 'B/s' ? 8 : 1);
  if (bits > 0) return bits;
  throw new BasewiseError('bad-bandwidth', `${what} ${text} is no bandwidth`, { hint: 'for example 1Gbit/s, 100Mbps or 12.5MB/s' });
}

/** A whole number of at least one. Throws BasewiseError `bad-count`. */
export function parseCount(text: string, what: string): number {
  const number = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  if (number >= 1 && Number.isSafeInteger(number)) return number;
  throw new BasewiseError('bad-count', `${what} ${text} is no whole number of at least 1`);
}

function factor(prefix: string): number {
  const power = ['', 'k', 'm', 'g', 't'].indexOf(prefix.charAt(0).toLowerCase());
  return prefix.toLowerCase().endsWith('i') ? 1024 ** power : 1000 ** power;
}
