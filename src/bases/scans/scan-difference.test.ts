import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ScanDocument, ScannedVulnerability, Severity } from '../../formats/scan/scan-document.ts';
import { scanWords } from '../../report/scan-words.ts';
import { compareScans, countVulnerabilities, total } from './scan-difference.ts';

function report(tool: string, date: string, ...found: readonly (readonly [string, Severity, string])[]): ScanDocument {
  const vulnerabilities = found.map(([id, severity, name]): ScannedVulnerability => ({
    id,
    severity,
    package: { name, version: '1', type: 'deb' },
    fixedIn: [],
  }));
  const about = { names: [], digests: [], diffIds: [] };
  return { format: 'grype', formatVersion: null, tool, date, about, packages: null, vulnerabilities };
}

function sbom(...packages: readonly (readonly [string, string, string])[]): ScanDocument {
  const listed = packages.map(([type, name, version]) => ({ type, name, version }));
  return { ...report('syft', '2026-11-24'), format: 'syft', packages: listed, vulnerabilities: null };
}

const shorten = (names: readonly string[]): string => names.join(', ');

describe('reports and SBOMs of two images', () => {
  const before = report(
    'grype 1',
    '2026-11-24T10:00:00Z',
    ['CVE-1', 'low', 'libc6'],
    ['CVE-1', 'high', 'libc-bin'],
    ['CVE-2', 'critical', 'openssl'],
    ['CVE-2', 'critical', 'openssl'],
    ['CVE-3', 'medium', 'zlib'],
  );
  const after = report('grype 1', '2026-11-24T11:00:00Z', ['CVE-3', 'medium', 'zlib'], ['CVE-4', 'negligible', 'libc6']);

  it('counts a vulnerability once by its worst severity, and once for each package', () => {
    const found = compareScans([before], [after]);
    const { vulnerabilities, packages, missing, cautions } = found ?? assert.fail();
    assert.deepEqual(vulnerabilities?.from, { critical: 1, high: 1, medium: 1, low: 0, negligible: 0, unknown: 0 });
    assert.deepEqual(
      vulnerabilities?.gone.map(({ id, severity, packages }) => [id, severity, packages]),
      [
        ['CVE-2', 'critical', ['openssl']],
        ['CVE-1', 'high', ['libc6', 'libc-bin']],
      ],
    );
    assert.deepEqual(
      vulnerabilities?.added.map(({ id }) => id),
      ['CVE-4'],
    );
    assert.equal(vulnerabilities?.both, 1);
    assert.deepEqual(
      vulnerabilities?.packages.map(({ name, from, to }) => `${name} ${total(from)} ${total(to)}`),
      ['libc-bin 1 0', 'openssl 1 0', 'libc6 1 1'],
    );
    assert.deepEqual([packages, missing, cautions], [null, [], []]);
    assert.equal(total(countVulnerabilities([before]) ?? assert.fail()), 3);
  });

  it('warns where two counts are not the same measure, and says what is missing', () => {
    const other = compareScans([before], [{ ...after, tool: 'trivy 2', date: '2026-12-01' }]);
    assert.deepEqual(
      other?.cautions.map(({ kind }) => kind),
      ['tools', 'dates'],
    );
    assert.deepEqual(compareScans([before], [sbom()])?.missing, [
      { what: 'report', of: 'to' },
      { what: 'sbom', of: 'from' },
    ]);
    assert.equal(compareScans([], []), null);
    assert.equal(countVulnerabilities([sbom()]), null);
  });

  it('compares SBOMs by type and name, with all versions that are installed', () => {
    const from = sbom(['deb', 'libc6', '1'], ['npm', 'ms', '2.0.0'], ['npm', 'ms', '1.0.0'], ['npm', 'gone', '1']);
    const found = compareScans([from], [sbom(['deb', 'libc6', '2'], ['npm', 'ms', '2.0.0'])]);
    assert.deepEqual(found?.packages, {
      gone: ['npm gone'],
      added: [],
      changed: [
        { name: 'deb libc6', from: '1', to: '2' },
        { name: 'npm ms', from: '1.0.0, 2.0.0', to: '2.0.0' },
      ],
    });
    const words = scanWords(found ?? assert.fail(), { ownPackages: true, shorten });
    assert.deepEqual(words, ['SBOM packages gone (1): npm gone', 'SBOM packages changed (1): npm ms 1.0.0, 2.0.0 → 2.0.0']);
  });
});
