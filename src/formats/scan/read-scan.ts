import { FormatError } from '../format-error.ts';
import { field, isTable, listOf, tableOf } from '../text/lockfiles/plain-values.ts';
import type { Table } from '../text/lockfiles/plain-values.ts';
import { readCycloneDx } from './cyclonedx.ts';
import { readGrype } from './grype.ts';
import type { ScanDocument } from './scan-document.ts';
import { readSpdx } from './spdx.ts';
import { readSyft } from './syft.ts';
import { readTrivy } from './trivy.ts';

/** SBOMs with every file of an image reach 100 MB. */
export const LARGEST_SCAN: number = 256 * 1024 * 1024;

/**
 * Reads what a scanner wrote in JSON: a report of Grype or Trivy, an SBOM of Syft, in CycloneDX or SPDX. The content tells which.
 *
 * @throws FormatError `scan-too-large`, `scan-no-utf8`, `scan-no-json`, `scan-unknown`, `scan-spdx-version`, `scan-too-many`
 */
export function readScan(bytes: Uint8Array): ScanDocument {
  if (bytes.length > LARGEST_SCAN) throw new FormatError('scan-too-large', LARGEST_SCAN, `it is larger than ${LARGEST_SCAN} bytes`);
  const value = valueOf(textFrom(bytes));
  if (isTable(value)) return readTable(value);
  const results = listOf(value).map(tableOf);
  // Trivy before 0.20 wrote the results alone.
  if (results.length > 0 && results.every((each) => typeof field(each, 'Target') === 'string')) return readTrivy({}, results);
  throw unknownForm();
}

function readTable(document: Table): ScanDocument {
  const has = (name: string): boolean => Array.isArray(field(document, name));
  if (field(document, 'bomFormat') === 'CycloneDX') return readCycloneDx(document);
  if (typeof field(document, 'spdxVersion') === 'string') return readSpdx(document);
  if (typeof field(document, 'SchemaVersion') === 'number') return readTrivy(document, listOf(field(document, 'Results')).map(tableOf));
  if (has('matches') && isTable(field(document, 'descriptor'))) return readGrype(document);
  if (has('artifacts') && isTable(field(document, 'schema'))) return readSyft(document);
  if (has('@graph')) throw new FormatError('scan-spdx-version', 0, 'SPDX 3 is not read here, only SPDX 2 in JSON');
  throw unknownForm();
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError('scan-no-json', 0, 'it is no JSON', cause);
  }
}

function unknownForm(): FormatError {
  return new FormatError('scan-unknown', 0, 'it is neither a report of Grype or Trivy nor an SBOM of Syft, in CycloneDX or SPDX');
}

function textFrom(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError('scan-no-utf8', 0, 'it is no UTF-8 text', cause);
  }
}
