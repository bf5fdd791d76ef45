import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FormatError } from '../format-error.ts';
import { parsePackageUrl } from './package-url.ts';
import { readScan } from './read-scan.ts';
import { samples } from './samples.suite.ts';
import type { ScanDocument } from './scan-document.ts';

const read = (value: unknown): ScanDocument => readScan(Buffer.from(JSON.stringify(value)));
const libc = { name: 'libc6', version: '2.36-9', type: 'deb' };

describe('what scanners write', () => {
  it('Grype: matches by the CVE they stand for, without what was ignored', () => {
    const { format, tool, date, about, packages, vulnerabilities } = read(samples.grype);
    assert.deepEqual([format, tool, date, packages], ['grype', 'grype 0.121.2', '2026-11-24T10:00:00Z', null]);
    assert.deepEqual(about.names, ['app:1']);
    assert.deepEqual(
      about.digests.map((digest) => digest.slice(7, 8)),
      ['b', 'a', 'c'],
    );
    assert.deepEqual(about.diffIds, [`sha256:${'d'.repeat(64)}`]);
    assert.deepEqual(vulnerabilities, [
      { id: 'CVE-2026-1', severity: 'critical', package: libc, fixedIn: ['2.36-10'] },
      { id: 'CVE-2026-2', severity: 'medium', package: { name: '@types/node', version: '1.0.0', type: 'npm' }, fixedIn: [] },
    ]);
    const folder = read({ ...samples.grype, source: { type: 'directory', target: '/srv/root' } });
    assert.deepEqual(folder.about, { names: ['/srv/root'], digests: [], diffIds: [] });
  });

  it('Trivy: packages and vulnerabilities of distribution and languages', () => {
    const { formatVersion, tool, about, packages, vulnerabilities } = read(samples.trivy);
    assert.deepEqual([formatVersion, tool, about.names], ['2', 'trivy 0.74.0', ['app:1', 'app:1']]);
    assert.deepEqual(packages, [libc, { name: 'bsdutils', version: '1:2.38.1-5', type: 'debian' }]);
    assert.deepEqual(vulnerabilities, [
      { id: 'CVE-2026-1', severity: 'critical', package: libc, fixedIn: ['2.36-10', '2.37-1'] },
      { id: 'GHSA-x', severity: 'unknown', package: { name: 'left-pad', version: null, type: 'node-pkg' }, fixedIn: [] },
    ]);
  });

  it('Trivy: a scan for something else found no vulnerabilities because it looked for none', () => {
    const config = { ...samples.trivy, Results: samples.trivy.Results.slice(2) };
    assert.equal(read(config).vulnerabilities, null);
    assert.equal(read({ ...samples.trivy, Results: undefined }).vulnerabilities, null);
    assert.deepEqual(read({ ...samples.trivy, Results: [{ Target: 'x', Class: 'os-pkgs', Type: 'alpine' }] }).vulnerabilities, []);
    // Before schema 2 the results were the document.
    assert.equal(read(samples.trivy.Results).vulnerabilities?.length, 2);
  });

  it('CycloneDX: libraries however deep, vulnerabilities by what they affect, VEX states', () => {
    const { formatVersion, tool, about, packages, vulnerabilities } = read(samples.cyclonedx);
    assert.deepEqual([formatVersion, tool, about.names, about.diffIds.length], ['1.6', 'trivy 0.74.0', ['app:1'], 1]);
    assert.deepEqual([...(packages ?? [])].map(({ name }) => name).sort(), ['@types/node', 'libc6', 'org.slf4j/slf4j-api']);
    assert.deepEqual(vulnerabilities, [
      { id: 'CVE-2026-1', severity: 'critical', package: libc, fixedIn: ['2.36-10'] },
      { id: 'CVE-2026-4', severity: 'unknown', package: { name: 'elsewhere', version: '1.0.0', type: 'npm' }, fixedIn: [] },
    ]);
    const { vulnerabilities: _none, ...sbom } = samples.cyclonedx;
    assert.equal(read(sbom).vulnerabilities, null);
    assert.equal(read({ ...sbom, metadata: { tools: [{ vendor: 'x', name: 'old', version: '1' }] } }).tool, 'old 1');
  });

  it('SPDX: packages, not the image itself nor lockfiles', () => {
    const { formatVersion, tool, about, packages } = read(samples.spdx);
    assert.deepEqual([formatVersion, tool, about.names], ['SPDX-2.3', 'syft-1.57.0', ['app:1']]);
    assert.deepEqual(packages, [libc, { name: 'something', version: '1', type: null }]);
    assert.throws(() => read({ spdxVersion: 'SPDX-3.0' }), FormatError);
    assert.throws(() => read({ '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': [] }), /SPDX 3/);
  });

  it('Syft: artifacts', () => {
    const { formatVersion, tool, about, packages, vulnerabilities } = read(samples.syft);
    assert.deepEqual([formatVersion, tool, about.names, vulnerabilities], ['16.1.13', 'syft 1.57.0', ['app:1'], null]);
    assert.deepEqual(packages, [libc, { name: 'odd', version: null, type: 'binary' }]);
  });

  it('refuses what is none of them', () => {
    for (const text of ['', 'null', '[]', '{}', '{"matches":[]}', '[{"Target":1}]', '"x"'])
      assert.throws(() => readScan(Buffer.from(text)), FormatError, text);
    assert.throws(() => readScan(Uint8Array.of(0xff, 0xfe)), FormatError);
  });

  it('any values in the place of any part are read or refused', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(samples)), fc.array(fc.tuple(fc.nat(200), fc.jsonValue())), (sample, changes) => {
        let value: unknown = sample;
        for (const [place, other] of changes) value = replaced(value, place, other);
        try {
          const { packages, vulnerabilities } = read(value);
          for (const each of packages ?? []) assert.equal(typeof each.name, 'string');
          for (const each of vulnerabilities ?? []) assert.equal(typeof each.id, 'string');
        } catch (error) {
          assert.ok(error instanceof FormatError, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('package URLs', () => {
  it('tell type, name and version', () => {
    const cases: readonly (readonly [string, unknown])[] = [
      ['pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64', { type: 'deb', name: 'libc6', version: '2.36-9+deb12u4' }],
      ['pkg:npm/%40types/node@24.0.0#sub', { type: 'npm', name: '@types/node', version: '24.0.0' }],
      ['pkg:golang/github.com/a/b@v1.0.0', { type: 'golang', name: 'github.com/a/b', version: 'v1.0.0' }],
      ['pkg:maven/org.slf4j/slf4j-api', { type: 'maven', name: 'org.slf4j/slf4j-api', version: null }],
      ['pkg:PYPI/numpy@', { type: 'pypi', name: 'numpy', version: null }],
      ['pkg:npm/%zz@1', { type: 'npm', name: '%zz', version: '1' }],
      ['libc6', null],
      ['pkg:deb/', null],
    ];
    for (const [text, expected] of cases) assert.deepEqual(parsePackageUrl(text), expected, text);
  });
});

/** The value with its part of that number (counted as they are met) put in place of. */
function replaced(value: unknown, place: number, other: unknown): unknown {
  let left = place;
  const walk = (part: unknown): unknown => {
    if (left-- === 0) return other;
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part === 'object' && part !== null) return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, walk(each)]));
    return part;
  };
  return walk(value);
}
