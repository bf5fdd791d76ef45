import type { Table } from '../text/lockfiles/plain-values.ts';
import { isTable } from '../text/lockfiles/plain-values.ts';
import type { ScanDocument, ScannedVulnerability } from './scan-document.ts';
import { at, bounded, cveOr, scannedPackage, severityOf, tablesAt, textAt, textsAt } from './scan-fields.ts';
import { syftSource } from './syft.ts';

/** `grype -o json`. What was ignored by rule or VEX (`ignoredMatches`) is left out, as the table of grype leaves it out. */
export function readGrype(document: Table): ScanDocument {
  const target = at(document, 'source', 'target');
  return {
    format: 'grype',
    formatVersion: null,
    tool: `grype ${textAt(document, 'descriptor', 'version') ?? ''}`.trimEnd(),
    date: textAt(document, 'descriptor', 'timestamp'),
    // A folder is named by a text alone.
    about: typeof target === 'string' ? { names: [target], digests: [], diffIds: [] } : syftSource(null, isTable(target) ? target : {}),
    packages: null,
    vulnerabilities: bounded(tablesAt(document, 'matches')).flatMap(readMatch),
  };
}

function readMatch(match: Table): readonly ScannedVulnerability[] {
  const id = textAt(match, 'vulnerability', 'id');
  const name = textAt(match, 'artifact', 'name');
  if (id === null || name === null) return [];
  const related = tablesAt(match, 'relatedVulnerabilities').map((each) => textAt(each, 'id') ?? '');
  const written = { name, version: textAt(match, 'artifact', 'version'), type: textAt(match, 'artifact', 'type') };
  return [
    {
      id: cveOr(id, related),
      severity: severityOf(textAt(match, 'vulnerability', 'severity')),
      package: scannedPackage(textAt(match, 'artifact', 'purl'), written),
      fixedIn: textsAt(match, 'vulnerability', 'fix', 'versions'),
    },
  ];
}
