import { field } from '../text/lockfiles/plain-values.ts';
import type { Table } from '../text/lockfiles/plain-values.ts';
import type { ScanDocument, ScannedPackage, ScannedVulnerability } from './scan-document.ts';
import { at, bounded, scannedPackage, severityOf, tablesAt, textAt, textsAt } from './scan-fields.ts';

/** `trivy … --format json`, schema version 2 (and 1, where the results are the whole document). */
export function readTrivy(document: Table, results: readonly Table[]): ScanDocument {
  const version = at(document, 'SchemaVersion');
  const listed = results.filter((result) => Array.isArray(field(result, 'Packages')));
  return {
    format: 'trivy',
    formatVersion: typeof version === 'number' ? String(version) : null,
    tool: `trivy ${textAt(document, 'Trivy', 'Version') ?? ''}`.trimEnd(),
    date: textAt(document, 'CreatedAt'),
    about: {
      names: [textAt(document, 'ArtifactName'), ...textsAt(document, 'Metadata', 'RepoTags')].filter((each) => each !== null),
      digests: [
        ...[textAt(document, 'Metadata', 'ImageID')].filter((each) => each !== null),
        ...textsAt(document, 'Metadata', 'RepoDigests').map((each) => each.slice(each.indexOf('@') + 1)),
      ],
      diffIds: textsAt(document, 'Metadata', 'DiffIDs'),
    },
    packages: listed.length === 0 ? null : listed.flatMap(readPackages),
    vulnerabilities: scansVulnerabilities(results) ? results.flatMap(readVulnerabilities) : null,
  };
}

/** A report of misconfigurations or secrets alone, or one without any result, says nothing about vulnerabilities. */
function scansVulnerabilities(results: readonly Table[]): boolean {
  return results.some((result) => ['os-pkgs', 'lang-pkgs', null].includes(textAt(result, 'Class')));
}

function readPackages(result: Table): readonly ScannedPackage[] {
  const type = textAt(result, 'Type');
  return bounded(tablesAt(result, 'Packages')).flatMap((entry) => {
    const name = textAt(entry, 'Name');
    if (name === null) return [];
    return [scannedPackage(textAt(entry, 'Identifier', 'PURL'), { name, version: versionOf(entry), type })];
  });
}

/** Distribution packages are written in the parts of their version. */
function versionOf(entry: Table): string | null {
  const [version, release, epoch] = [textAt(entry, 'Version'), textAt(entry, 'Release'), at(entry, 'Epoch')];
  if (version === null) return null;
  return `${typeof epoch === 'number' && epoch > 0 ? `${epoch}:` : ''}${version}${release === null ? '' : `-${release}`}`;
}

function readVulnerabilities(result: Table): readonly ScannedVulnerability[] {
  const type = textAt(result, 'Type');
  return bounded(tablesAt(result, 'Vulnerabilities')).flatMap((found) => {
    const id = textAt(found, 'VulnerabilityID');
    const name = textAt(found, 'PkgName');
    if (id === null || name === null) return [];
    const written = { name, version: textAt(found, 'InstalledVersion'), type };
    return [
      {
        id,
        severity: severityOf(textAt(found, 'Severity')),
        package: scannedPackage(textAt(found, 'PkgIdentifier', 'PURL'), written),
        fixedIn: (textAt(found, 'FixedVersion') ?? '').split(/,\s*/).filter((each) => each !== ''),
      },
    ];
  });
}
