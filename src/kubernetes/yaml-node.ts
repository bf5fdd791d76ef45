import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/** A node of a parsed document, links resolved. */
export interface YamlNode {
  readonly document: Document;
  readonly node: YAMLMap | YAMLSeq | Scalar;
}

/** The value of a key of a map, or an element of a list. A key that is not there may come from a merge (`<<: *alias`). */
export function at(parent: YamlNode | undefined, key: string | number, depth = 0): YamlNode | undefined {
  if (parent === undefined || depth > MAX_MERGES) return undefined;
  const { document, node } = parent;
  if (!isMap(node) && !isSeq(node)) return undefined;
  const own = resolved(document, node.get(key, true));
  if (own !== undefined || !isMap(node) || key === MERGE) return own;
  const merged = resolved(document, node.items.find((pair) => isScalar(pair.key) && pair.key.value === MERGE)?.value);
  if (merged === undefined || isMap(merged.node)) return at(merged, key, depth + 1);
  if (!isSeq(merged.node)) return undefined;
  for (const index of merged.node.items.slice(0, MAX_MERGES).keys()) {
    const found = at(at(merged, index, depth + 1), key, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

const MERGE = '<<';
/** An alias may stand inside its own anchor. */
const MAX_MERGES = 8;

export function scalarText(node: YamlNode | undefined): string | undefined {
  if (node === undefined || !isScalar(node.node)) return undefined;
  const { value } = node.node;
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The scalars of a list as text; of anything else nothing. */
export function strings(node: YamlNode | undefined): readonly string[] {
  if (node === undefined || !isSeq(node.node)) return [];
  return node.node.items.flatMap((_, index) => scalarText(at(node, index)) ?? []);
}

/** A map of scalars as a plain object. */
export function plain(node: YamlNode | undefined): Readonly<Record<string, string>> {
  if (node === undefined || !isMap(node.node)) return {};
  const pairs = node.node.items.flatMap(({ key }) => {
    const name = isScalar(key) ? String(key.value) : '';
    const value = scalarText(at(node, name));
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** Offset in the document's text. */
export function offsetOf({ node }: YamlNode): number {
  return node.range?.[0] ?? 0;
}

function resolved(document: Document, value: unknown): YamlNode | undefined {
  const node = isAlias(value) ? value.resolve(document) : value;
  return isMap(node) || isSeq(node) || isScalar(node) ? { document, node } : undefined;
}
