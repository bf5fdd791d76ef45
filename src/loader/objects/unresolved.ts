import type { Lookups } from './imports.ts';
import type { ObjectFacts } from './object-facts.ts';
import { findSlot, firstSlot } from './symbol-index.ts';

/** Whether `symbol` of `provider` may stand for the lookup `key` of `wanting`. */
export type Accept = (wanting: ObjectFacts, key: number, provider: ObjectFacts, symbol: number) => boolean;

export interface Scope {
  /** Every object that is searched; the order does not matter for what stays unresolved. */
  readonly all: readonly ObjectFacts[];
  /** The direct dependencies of the wanting object: they satisfy nearly everything, and the same for every program. */
  readonly near: readonly ObjectFacts[];
  /** The program, which COPY lookups pass over. */
  readonly program: ObjectFacts | null;
  readonly inScope: (object: ObjectFacts) => boolean;
}

/**
 * Positions in `lookups.keys` of what no object of the scope provides, in order. What stays after the object itself and its direct
 * dependencies is remembered, since a library is relocated in thousands of processes with the same neighbours.
 */
export function unresolved(object: ObjectFacts, lookups: Lookups, scope: Scope, rulesId: string, accept: Accept): readonly number[] {
  const near = [object, ...scope.near].filter(scope.inScope);
  const isProgram = object === scope.program;
  const memoKey = `near ${rulesId} ${lookups.keys.length} ${isProgram ? 'program' : ''} ${near.map((each) => each.serial).join(' ')}`;
  let left = object.memo.get(memoKey) as readonly number[] | undefined;
  if (left === undefined) {
    left = near.reduce<readonly number[]>(
      (open, provider) => without(open, object, lookups, provider, scope.program, accept),
      all(lookups),
    );
    object.memo.set(memoKey, left);
  }
  for (const provider of scope.all) {
    if (left.length === 0) break;
    if (!near.includes(provider)) left = without(left, object, lookups, provider, scope.program, accept);
  }
  return left;
}

function all(lookups: Lookups): readonly number[] {
  return Array.from(lookups.keys, (_, i) => i);
}

function without(
  open: readonly number[],
  wanting: ObjectFacts,
  lookups: Lookups,
  provider: ObjectFacts,
  program: ObjectFacts | null,
  accept: Accept,
): readonly number[] {
  if (open.length === 0) return open;
  return open.filter((position) => {
    const key = lookups.keys[position] ?? 0;
    if (provider === program && (key & 3) === 2) return true;
    return provide(wanting, key, lookups.hashes[position] ?? 0, provider, accept) < 0;
  });
}

/** The symbol of `provider` that a lookup ends at, or -1. */
export function provide(wanting: ObjectFacts, key: number, hash: number, provider: ObjectFacts, accept: Accept): number {
  const index = provider.index();
  // Most lookups end at the first slot, which is empty or of another hash: no name is compared then.
  if (index.slots[firstSlot(hash) & index.mask] === 0) return -1;
  const { symbols } = wanting.elf;
  const name = { strings: symbols.strings, offset: symbols.name[key >> 2] ?? 0 };
  const provided = provider.elf.symbols;
  for (
    let slot = findSlot(index, provided, hash, name, firstSlot(hash));
    slot >= 0;
    slot = findSlot(index, provided, hash, name, slot + 1)
  ) {
    const symbol = (index.slots[slot] ?? 0) - 1;
    if (accept(wanting, key, provider, symbol)) return symbol;
  }
  return -1;
}
