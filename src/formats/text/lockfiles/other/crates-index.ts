import { FormatError } from '../../../format-error.ts';
import { mostPackages, refuseLong } from '../limits.ts';
import { parseJson } from '../parse-data.ts';
import { field, isTable, listOf, tableOf, textOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';

/** One version of a crate in a registry index (Cargo Book, "Index Format"). */
export interface IndexedCrate {
  readonly version: string;
  /** SHA-256 of its archive. */
  readonly checksum: string | null;
  /** The native library that it declares to link. */
  readonly links?: string;
  readonly buildDependencies: readonly { readonly name: string; readonly optional: boolean; readonly target?: string }[];
}

/** A crate's file in an index: one JSON object a line, a version each; lines of newer formats are passed over, as Cargo does. Throws FormatError `crates-index-bad`. */
export function readCratesIndex(text: string): readonly IndexedCrate[] {
  refuseLong(text);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > mostPackages) throw new FormatError('crates-index-bad', 0, 'the index lists too many versions');
  return lines.flatMap((line) => {
    const entry = parseJson(line);
    if (!isTable(entry)) throw new FormatError('crates-index-bad', 0, 'a line of the index is no object');
    const version = textOf(field(entry, 'vers'));
    return version === undefined ? [] : [readVersion(entry, version)];
  });
}

function readVersion(entry: Table, version: string): IndexedCrate {
  const links = textOf(field(entry, 'links'));
  const dependencies = listOf(field(entry, 'deps')).filter(isTable);
  return {
    version,
    checksum: textOf(field(entry, 'cksum')) ?? null,
    ...(links === undefined ? {} : { links }),
    buildDependencies: dependencies
      .filter((each) => textOf(field(each, 'kind')) === 'build')
      .flatMap((each) => {
        // A renamed dependency has its own name in `package`.
        const name = textOf(field(each, 'package')) ?? textOf(field(each, 'name'));
        const target = textOf(field(each, 'target'));
        if (name === undefined) return [];
        return [{ name, optional: field(each, 'optional') === true, ...(target === undefined ? {} : { target }) }];
      }),
  };
}

/** Where a crate's file lies below a sparse index; names are lower-cased. */
export function cratesIndexPath(name: string): string {
  const lower = name.toLowerCase();
  if (lower.length <= 2) return `${lower.length}/${lower}`;
  return lower.length === 3 ? `3/${lower[0] ?? ''}/${lower}` : `${lower.slice(0, 2)}/${lower.slice(2, 4)}/${lower}`;
}

/** The source that stands in for crates.io in a Cargo configuration: its address, `null` where there is none, through chains of `replace-with`. */
export function cratesIoReplacement(configuration: unknown): string | null {
  const sources = tableOf(field(tableOf(configuration), 'source'));
  const registries = tableOf(field(tableOf(configuration), 'registries'));
  let name = 'crates-io';
  for (let hops = 0; hops < 10; hops++) {
    const source = tableOf(field(sources, name));
    const next = textOf(field(source, 'replace-with'));
    if (next === undefined) {
      const named = textOf(field(source, 'registry')) ?? textOf(field(tableOf(field(registries, name)), 'index'));
      return name === 'crates-io' ? null : (named ?? '');
    }
    name = next;
  }
  return '';
}
