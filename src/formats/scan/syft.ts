import { isTable } from '../text/lockfiles/plain-values.ts';
import type { Table } from '../text/lockfiles/plain-values.ts';
import type { ScanDocument, ScannedImage, ScannedPackage } from './scan-document.ts';
import { at, bounded, scannedPackage, tablesAt, textAt, textsAt } from './scan-fields.ts';

/** `syft -o syft-json`. */
export function readSyft(document: Table): ScanDocument {
  const metadata = at(document, 'source', 'metadata') ?? at(document, 'source', 'target');
  return {
    format: 'syft',
    formatVersion: textAt(document, 'schema', 'version'),
    tool: `syft ${textAt(document, 'descriptor', 'version') ?? ''}`.trimEnd(),
    date: textAt(document, 'descriptor', 'timestamp'),
    about: syftSource(textAt(document, 'source', 'name'), isTable(metadata) ? metadata : {}),
    packages: bounded(tablesAt(document, 'artifacts')).flatMap(readArtifact),
    vulnerabilities: null,
  };
}

/** How syft and grype describe an image: what was asked for, its tags, digests and the diffIDs of its layers. */
export function syftSource(name: string | null, source: Table): ScannedImage {
  const named = [name, textAt(source, 'userInput'), textAt(source, 'path')].filter((each) => each !== null);
  const digests = [textAt(source, 'manifestDigest'), textAt(source, 'imageID')].filter((each) => each !== null);
  return {
    names: [...new Set([...named, ...textsAt(source, 'tags')])],
    digests: [...digests, ...textsAt(source, 'repoDigests').map((each) => each.slice(each.indexOf('@') + 1))],
    diffIds: tablesAt(source, 'layers').flatMap((layer) => textAt(layer, 'digest') ?? []),
  };
}

function readArtifact(artifact: Table): readonly ScannedPackage[] {
  const name = textAt(artifact, 'name');
  if (name === null) return [];
  return [scannedPackage(textAt(artifact, 'purl'), { name, version: textAt(artifact, 'version'), type: textAt(artifact, 'type') })];
}
