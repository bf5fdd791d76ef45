import { parseToml } from '../parse-data.ts';
import { field, isTable, requireTable, textOf } from '../plain-values.ts';

/** What Cargo.toml says of the crates that its package is always built with. */
export interface CargoManifest {
  /** Crates (by their own names) of `[dependencies]` and `[build-dependencies]` without `optional = true`. */
  readonly required: readonly string[];
  /** It holds other packages, whose manifests are files of their own. */
  readonly workspace: boolean;
}

/** Throws FormatError. Dependencies of `[target.…]` are left out: they may be another system's. */
export function readCargoToml(text: string): CargoManifest {
  const manifest = requireTable(parseToml(text), 'cargo-toml-bad');
  const required = ['dependencies', 'build-dependencies'].flatMap((section) => {
    const table = field(manifest, section);
    if (!isTable(table)) return [];
    return Object.entries(table).flatMap(([name, value]) => {
      if (!isTable(value)) return [name];
      return field(value, 'optional') === true ? [] : [textOf(field(value, 'package')) ?? name];
    });
  });
  return { required, workspace: field(manifest, 'workspace') !== undefined };
}
