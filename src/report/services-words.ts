import type { PlaceSummary } from './services.ts';
import { printable } from './text-layout.ts';

/** `on their own bases`, `on debian:13-slim, carried` */
export function placeName({ name, move }: Pick<PlaceSummary, 'name' | 'move'>): string {
  if (name === 'own') return 'on their own bases';
  // A lockfile's target is nothing that could be carried.
  return `on ${printable(name)}${name.includes('+') ? '' : move === 'carry' ? ', carried' : ', rebuilt'}`;
}

export function counted(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** Padded, or cut at the front: the end of a path says more than its beginning. */
export function fit(text: string, width: number): string {
  return text.length <= width ? text.padEnd(width) : `…${text.slice(text.length - width + 1)}`;
}
