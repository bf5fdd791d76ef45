import { FormatError } from '../format-error.ts';
import type { Table } from '../text/lockfiles/plain-values.ts';
import type { ScanDocument, ScannedPackage } from './scan-document.ts';
import { bounded, scannedPackage, tablesAt, textAt, textsAt } from './scan-fields.ts';

/** An SPDX document in JSON, 2.2 or 2.3. Throws FormatError `scan-spdx-version` for others. */
export function readSpdx(document: Table): ScanDocument {
  const version = textAt(document, 'spdxVersion') ?? '';
  if (!/^SPDX-2\.\d+$/.test(version)) throw new FormatError('scan-spdx-version', 0, `${version} is not read here, only SPDX 2`);
  const packages = bounded(tablesAt(document, 'packages'));
  const root = rootOf(document);
  const about = packages.find((each) => root !== null && textAt(each, 'SPDXID') === root);
  const creator = textsAt(document, 'creationInfo', 'creators').find((each) => each.startsWith('Tool: '));
  return {
    format: 'spdx',
    formatVersion: version,
    tool: creator?.slice('Tool: '.length) ?? null,
    date: textAt(document, 'creationInfo', 'created'),
    about: {
      names: [...new Set([textAt(about ?? {}, 'name'), textAt(document, 'name')].filter((each) => each !== null))],
      digests: [textAt(about ?? {}, 'versionInfo') ?? ''].filter((each) => each.startsWith('sha256:')),
      diffIds: [],
    },
    packages: packages.filter((each) => each !== about).flatMap((each) => packageOf(each) ?? []),
    vulnerabilities: null,
  };
}

/** What the document is about, where that is one thing: some tools say that they describe every package. */
function rootOf(document: Table): string | null {
  const described = [
    ...textsAt(document, 'documentDescribes'),
    ...tablesAt(document, 'relationships')
      .filter((each) => textAt(each, 'relationshipType') === 'DESCRIBES' && textAt(each, 'spdxElementId') === 'SPDXRef-DOCUMENT')
      .map((each) => textAt(each, 'relatedSpdxElement') ?? ''),
  ];
  const [only, ...others] = new Set(described);
  return only === undefined || others.length > 0 ? null : only;
}

const noPackage = new Set(['OPERATING-SYSTEM', 'CONTAINER', 'FILE', 'ARCHIVE', 'DEVICE', 'FIRMWARE']);

function packageOf(entry: Table): ScannedPackage | null {
  const name = textAt(entry, 'name');
  const reference = tablesAt(entry, 'externalRefs').find((each) => textAt(each, 'referenceType') === 'purl');
  const purl = reference === undefined ? null : textAt(reference, 'referenceLocator');
  const purpose = textAt(entry, 'primaryPackagePurpose') ?? '';
  // An application without a package URL is a lockfile or a folder that holds packages.
  if (name === null || noPackage.has(purpose) || (purpose === 'APPLICATION' && purl === null)) return null;
  return scannedPackage(purl, { name, version: textAt(entry, 'versionInfo'), type: null });
}
