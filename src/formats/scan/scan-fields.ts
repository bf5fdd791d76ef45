import { FormatError } from '../format-error.ts';
import { field, listOf, tableOf, textOf } from '../text/lockfiles/plain-values.ts';
import type { Table } from '../text/lockfiles/plain-values.ts';
import { parsePackageUrl } from './package-url.ts';
import type { ScannedPackage, Severity } from './scan-document.ts';

/** The value below several names, undefined where one of them is missing. */
export function at(table: Table, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((value, name) => field(tableOf(value), name), table);
}

/** A text that says something, null for anything else. */
export function textAt(table: Table, ...names: readonly string[]): string | null {
  const text = textOf(at(table, ...names));
  return text === undefined || text === '' ? null : text;
}

export function textsAt(table: Table, ...names: readonly string[]): readonly string[] {
  return listOf(at(table, ...names)).filter((each): each is string => typeof each === 'string' && each !== '');
}

export function tablesAt(table: Table, ...names: readonly string[]): readonly Table[] {
  return listOf(at(table, ...names)).map(tableOf);
}

/** A package URL decides name and type, because documents spell scopes and groups differently; what else is written stands in where there is none. */
export function scannedPackage(purl: string | null, written: ScannedPackage): ScannedPackage {
  const parsed = purl === null ? null : parsePackageUrl(purl);
  if (parsed === null) return written;
  return { name: parsed.name, version: written.version ?? parsed.version, type: parsed.type };
}

const severities: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  moderate: 'medium',
  low: 'low',
  negligible: 'negligible',
  // CycloneDX has no negligible.
  info: 'negligible',
  none: 'negligible',
};

export function severityOf(text: string | null): Severity {
  const word = (text ?? '').toLowerCase();
  return Object.hasOwn(severities, word) ? (severities[word] ?? 'unknown') : 'unknown';
}

/** The CVE that an advisory of another name stands for, so that two scanners count the same thing. */
export function cveOr(id: string, related: readonly string[]): string {
  return id.startsWith('CVE-') ? id : (related.find((each) => each.startsWith('CVE-')) ?? id);
}

/** More entries than any image has: what lists more is refused. */
export const MOST_ENTRIES = 2_000_000;

export function bounded<Value>(list: readonly Value[]): readonly Value[] {
  if (list.length > MOST_ENTRIES) throw new FormatError('scan-too-many', 0, `more than ${MOST_ENTRIES} entries`);
  return list;
}
