import table from '../../../data/alpine-names.json' with { type: 'json' };

/** Binary packages of one real Alpine index (3.17, main): a name that is not in it may still be in `community` or in another release. */
export function alpineNames(): ReadonlySet<string> {
  names ??= new Set(table.names.split(' '));
  return names;
}

let names: ReadonlySet<string> | undefined;
