import { severities, total } from '../bases/scans/scan-difference.ts';
import type { NamedChanges } from '../bases/compare/named-changes.ts';
import type {
  CountedVulnerability,
  ScanCaution,
  ScanDifference,
  SeverityCounts,
  VulnerabilityDifference,
} from '../bases/scans/scan-difference.ts';

/** `2 critical, 5 high`; `none`. */
export function countWords(counts: SeverityCounts): string {
  const parts = severities.filter((severity) => counts[severity] > 0).map((severity) => `${counts[severity]} ${severity}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** Paragraphs of what reports and SBOMs say. Distribution packages that were compared themselves are not said twice. */
export function scanWords(
  { vulnerabilities, packages, missing, cautions }: ScanDifference,
  { ownPackages, shorten }: { readonly ownPackages: boolean; readonly shorten: (names: readonly string[]) => string },
): readonly string[] {
  return [
    ...(vulnerabilities === null ? [] : vulnerabilityLines(vulnerabilities, shorten)),
    ...(packages === null ? [] : packageLines(ownPackages ? withoutOwn(packages) : packages, shorten)),
    ...missing.map(
      ({ what, of }) => `${what === 'sbom' ? 'SBOMs' : 'vulnerabilities'} not compared: the ${of === 'from' ? 'first' : 'second'} has none`,
    ),
    ...cautions.map(cautionWords),
  ];
}

function vulnerabilityLines(
  { from, to, gone, added, both, packages }: VulnerabilityDifference,
  shorten: (names: readonly string[]) => string,
): readonly string[] {
  const counted = packages.map(
    ({ name, from: a, to: b }) => `${name} ${total(a)} → ${total(b)}${total(b) > 0 ? ` (${countWords(b)})` : ''}`,
  );
  return [
    `vulnerabilities: ${total(from)} (${countWords(from)}) → ${total(to)} (${countWords(to)}); ${both} in both`,
    ...part('vulnerabilities gone', gone.map(vulnerabilityWords), shorten),
    ...part('vulnerabilities added', added.map(vulnerabilityWords), shorten),
    ...part('vulnerabilities by package', counted, shorten),
  ];
}

function packageLines({ gone, added, changed }: NamedChanges, shorten: (names: readonly string[]) => string): readonly string[] {
  const lines = [
    ...part('SBOM packages gone', gone, shorten),
    ...part('SBOM packages added', added, shorten),
    ...part(
      'SBOM packages changed',
      changed.map(({ name, from, to }) => `${name} ${from} → ${to}`),
      shorten,
    ),
  ];
  return lines.length === 0 ? ['SBOM: no other package differs'] : lines;
}

function part(what: string, names: readonly string[], shorten: (names: readonly string[]) => string): readonly string[] {
  return names.length === 0 ? [] : [`${what} (${names.length}): ${shorten(names)}`];
}

function withoutOwn({ gone, added, changed }: NamedChanges): NamedChanges {
  const other = (name: string): boolean => !/^(?:deb|apk|rpm|alpm) /.test(name);
  return { gone: gone.filter(other), added: added.filter(other), changed: changed.filter(({ name }) => other(name)) };
}

function vulnerabilityWords({ id, severity, packages, fixedIn }: CountedVulnerability): string {
  return `${id} ${severity} in ${packages.join(' and ')}${fixedIn.length === 0 ? '' : `, fixed in ${fixedIn.join(' or ')}`}`;
}

function cautionWords(caution: ScanCaution): string {
  return caution.kind === 'tools'
    ? `! the reports come from ${caution.from} and ${caution.to}: their counts are not the same measure`
    : `! the reports are of ${caution.from.slice(0, 10)} and ${caution.to.slice(0, 10)}: what was published between them counts for one only`;
}
