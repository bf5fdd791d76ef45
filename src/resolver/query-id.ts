import { getRandomValues } from 'node:crypto';

const pool = new Uint16Array(256);
let used = pool.length;

/** A message id that cannot be guessed, as every client but musl chooses it. */
export function queryId(): number {
  if (used === pool.length) {
    getRandomValues(pool);
    used = 0;
  }
  const id = pool[used] ?? 0;
  used += 1;
  return id;
}
