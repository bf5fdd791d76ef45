import type { ScanDocument, ScannedPackage, ScannedVulnerability, Severity } from '../../formats/scan/scan-document.ts';
import { named } from '../compare/named-changes.ts';
import type { NamedChanges } from '../compare/named-changes.ts';

/** What the reports and SBOMs of two images say beside each other. Plain data; null where one of the two has none of that kind, which `missing` names if the other has. */
export interface ScanDifference {
  readonly vulnerabilities: VulnerabilityDifference | null;
  /** Packages of the SBOMs, `type name`, with their versions. */
  readonly packages: NamedChanges | null;
  readonly missing: readonly { readonly what: 'report' | 'sbom'; readonly of: 'from' | 'to' }[];
  readonly cautions: readonly ScanCaution[];
}

export interface VulnerabilityDifference {
  /** Each vulnerability once, by its worst severity. */
  readonly from: SeverityCounts;
  readonly to: SeverityCounts;
  /** Only in the first, only in the second; the worst first. */
  readonly gone: readonly CountedVulnerability[];
  readonly added: readonly CountedVulnerability[];
  readonly both: number;
  /** Packages whose counts differ; the largest change first. */
  readonly packages: readonly { readonly name: string; readonly from: SeverityCounts; readonly to: SeverityCounts }[];
}

export type SeverityCounts = Readonly<Record<Severity, number>>;

export interface CountedVulnerability {
  readonly id: string;
  readonly severity: Severity;
  readonly packages: readonly string[];
  readonly fixedIn: readonly string[];
}

/** Why two counts may differ for another reason than the images. */
export type ScanCaution =
  | { readonly kind: 'tools'; readonly from: string; readonly to: string }
  /** Written more than a day apart: the database of the scanner has changed since. */
  | { readonly kind: 'dates'; readonly from: string; readonly to: string };

export function compareScans(from: readonly ScanDocument[], to: readonly ScanDocument[]): ScanDifference | null {
  if (from.length === 0 && to.length === 0) return null;
  const [before, after] = [vulnerabilitiesOf(from), vulnerabilitiesOf(to)];
  const [had, has] = [packagesOf(from), packagesOf(to)];
  return {
    vulnerabilities: before === null || after === null ? null : compareVulnerabilities(before, after),
    packages: had === null || has === null ? null : named(versions(had), versions(has)),
    missing: [...missing('report', before, after), ...missing('sbom', had, has)],
    cautions: before === null || after === null ? [] : cautionsOf(reports(from), reports(to)),
  };
}

function missing<What extends 'report' | 'sbom'>(what: What, from: unknown, to: unknown): readonly { what: What; of: 'from' | 'to' }[] {
  return (from === null) === (to === null) ? [] : [{ what, of: from === null ? 'from' : 'to' }];
}

/** Of one image alone: null where no report of vulnerabilities is among the documents. */
export function countVulnerabilities(documents: readonly ScanDocument[]): SeverityCounts | null {
  const found = vulnerabilitiesOf(documents);
  return found === null ? null : countsOf([...byId(found).values()].map(({ severity }) => severity));
}

function compareVulnerabilities(from: readonly ScannedVulnerability[], to: readonly ScannedVulnerability[]): VulnerabilityDifference {
  const [before, after] = [byId(from), byId(to)];
  const only = (a: ReadonlyMap<string, CountedVulnerability>, b: ReadonlyMap<string, unknown>): readonly CountedVulnerability[] =>
    [...a.values()].filter(({ id }) => !b.has(id)).toSorted((x, y) => rank(x.severity) - rank(y.severity) || compareText(x.id, y.id));
  return {
    from: countsOf([...before.values()].map(({ severity }) => severity)),
    to: countsOf([...after.values()].map(({ severity }) => severity)),
    gone: only(before, after),
    added: only(after, before),
    both: [...before.keys()].filter((id) => after.has(id)).length,
    packages: comparePackages(byPackage(from), byPackage(to)),
  };
}

function comparePackages(
  from: ReadonlyMap<string, SeverityCounts>,
  to: ReadonlyMap<string, SeverityCounts>,
): VulnerabilityDifference['packages'] {
  const none = countsOf([]);
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((name) => ({ name, from: from.get(name) ?? none, to: to.get(name) ?? none }))
    .filter(({ from: a, to: b }) => severities.some((severity) => a[severity] !== b[severity]))
    .toSorted((a, b) => Math.abs(total(b.to) - total(b.from)) - Math.abs(total(a.to) - total(a.from)) || compareText(a.name, b.name));
}

/** The worst first. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'];

export function total(counts: SeverityCounts): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

function countsOf(found: readonly Severity[]): SeverityCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 };
  for (const severity of found) counts[severity] += 1;
  return counts;
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

function byId(found: readonly ScannedVulnerability[]): ReadonlyMap<string, CountedVulnerability> {
  const all = new Map<string, CountedVulnerability>();
  for (const { id, severity, package: where, fixedIn } of found) {
    const known = all.get(id);
    all.set(id, {
      id,
      severity: known === undefined || rank(severity) < rank(known.severity) ? severity : known.severity,
      packages: [...new Set([...(known?.packages ?? []), where.name])],
      fixedIn: [...new Set([...(known?.fixedIn ?? []), ...fixedIn])],
    });
  }
  return all;
}

/** A vulnerability that a scanner found at several places of one package counts once for it. */
function byPackage(found: readonly ScannedVulnerability[]): ReadonlyMap<string, SeverityCounts> {
  const seen = new Map<string, Map<string, Severity>>();
  for (const { id, severity, package: where } of found) {
    const ids = seen.get(where.name) ?? new Map<string, Severity>();
    const known = ids.get(id);
    seen.set(where.name, ids.set(id, known === undefined || rank(severity) < rank(known) ? severity : known));
  }
  return new Map([...seen].map(([name, ids]) => [name, countsOf([...ids.values()])]));
}

function vulnerabilitiesOf(documents: readonly ScanDocument[]): readonly ScannedVulnerability[] | null {
  const found = reports(documents);
  return found.length === 0 ? null : found.flatMap(({ vulnerabilities }) => vulnerabilities ?? []);
}

function reports(documents: readonly ScanDocument[]): readonly ScanDocument[] {
  return documents.filter(({ vulnerabilities }) => vulnerabilities !== null);
}

function packagesOf(documents: readonly ScanDocument[]): readonly ScannedPackage[] | null {
  const found = documents.filter(({ packages }) => packages !== null);
  return found.length === 0 ? null : found.flatMap(({ packages }) => packages ?? []);
}

/** A package that is installed in several versions has them all. */
function versions(found: readonly ScannedPackage[]): ReadonlyMap<string, string> {
  const all = new Map<string, Set<string>>();
  for (const { type, name, version } of found) {
    const key = type === null ? name : `${type} ${name}`;
    all.set(key, (all.get(key) ?? new Set()).add(version ?? '?'));
  }
  return new Map([...all].map(([key, found]) => [key, [...found].sort().join(', ')]));
}

function cautionsOf(from: readonly ScanDocument[], to: readonly ScanDocument[]): readonly ScanCaution[] {
  const tools = (documents: readonly ScanDocument[]): string =>
    [...new Set(documents.map(({ tool, format }) => tool ?? format))].sort().join(', ');
  const dates = (documents: readonly ScanDocument[]): readonly string[] => documents.flatMap(({ date }) => date ?? []).sort();
  const [before, after] = [dates(from).at(-1), dates(to).at(-1)];
  const apart = before === undefined || after === undefined ? 0 : Math.abs(Date.parse(before) - Date.parse(after));
  return [
    ...(tools(from) === tools(to) ? [] : [{ kind: 'tools' as const, from: tools(from), to: tools(to) }]),
    ...(apart > 86_400_000 ? [{ kind: 'dates' as const, from: before ?? '', to: after ?? '' }] : []),
  ];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
