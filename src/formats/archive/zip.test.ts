import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isFormatError } from './collect-tar.suite.ts';
import { zipOf, type ZipLiteral } from './write-zip.suite.ts';
import { readZipDirectory, type ReadRange } from './zip-directory.ts';
import { readZipMember, zipMemberHead } from './zip-member.ts';

const members: readonly ZipLiteral[] = [
  { name: 'META-INF/', content: '', stored: true },
  { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0\r\n' },
  { name: 'stored.bin', content: Buffer.alloc(5000, 7), stored: true, localExtra: 40 },
  { name: 'ünï/deep.txt', content: 'deep'.repeat(2000), localExtra: 2000 },
  { name: 'empty', content: '' },
];

function reading(bytes: Buffer): ReadRange {
  return (offset, length) => bytes.subarray(offset, offset + length);
}

function contents(zip: Buffer, limit: number = 1 << 20): Record<string, string> {
  const read = reading(zip);
  return Object.fromEntries(
    (readZipDirectory(read, zip.length) ?? []).map((member) => [
      member.name,
      Buffer.from(readZipMember(read, member, limit) ?? '').toString('latin1'),
    ]),
  );
}

describe('zip', () => {
  const expected = Object.fromEntries(members.map(({ name, content }) => [name, Buffer.from(content).toString('latin1')]));

  test('members by the central directory, with comment, zip64, and bytes in front', () => {
    for (const options of [
      {},
      { comment: 'c'.repeat(65_535) },
      { zip64: true },
      { before: Buffer.from('#!/bin/sh\nexec java -jar "$0"\n') },
    ]) {
      assert.deepEqual(contents(zipOf(members, options)), expected);
    }
  });

  test('the start of a member without the rest of it', () => {
    const zip = zipOf(members);
    const [, manifest, stored] = readZipDirectory(reading(zip), zip.length) ?? [];
    assert.ok(manifest && stored);
    const near: ReadRange = (offset, length) => (length > 4000 ? null : zip.subarray(offset, offset + length));
    assert.equal(
      Buffer.from(zipMemberHead(near, manifest) ?? '')
        .toString()
        .slice(0, 8),
      'Manifest',
    );
    assert.deepEqual(Buffer.from(zipMemberHead(near, stored) ?? '').subarray(0, 3), Buffer.of(7, 7, 7));
  });

  test('ranges that are not at hand give null', () => {
    const zip = zipOf(members);
    assert.equal(
      readZipDirectory(() => null, zip.length),
      null,
    );
    const [, member] = readZipDirectory(reading(zip), zip.length) ?? [];
    assert.ok(member);
    assert.equal(
      readZipMember(() => null, member, 1 << 20),
      null,
    );
  });

  test('what lies or is out of reach is refused', () => {
    const first =
      (member: ZipLiteral): (() => unknown) =>
      () =>
        contents(zipOf([member]));
    assert.throws(first({ name: 'a', content: 'abc', size: 1000 }), isFormatError('zip-bad-member'));
    assert.throws(first({ name: 'a', content: 'abc', size: 1 }), isFormatError('zip-bad-member'));
    assert.throws(first({ name: 'a', content: 'abc', compressed: 90_000 }), isFormatError('zip-bad-member'));
    assert.throws(first({ name: 'a', content: 'abc', encrypted: true }), isFormatError('zip-encrypted'));
    assert.throws(first({ name: 'a', content: 'abc', method: 14 }), isFormatError('zip-unsupported-method'));
    assert.throws(() => contents(zipOf([{ name: 'a', content: Buffer.alloc(2 << 20) }])), isFormatError('zip-too-large'));
    assert.throws(() => contents(Buffer.from('PK\x03\x04 and no more')), isFormatError('zip-no-directory'));
    const zip = zipOf(members);
    zip.fill(0x41, zip.length - 60, zip.length - 22);
    assert.throws(() => contents(zip), isFormatError('zip-bad-directory'));
  });

  const python = spawnSync('python3', ['-c', 'import zipfile']).status === 0;
  test('Python writes and reads the same', { skip: python ? false : 'python3 is not installed' }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'basewise-zip-'));
    try {
      const theirs = join(folder, 'theirs.zip');
      const ours = join(folder, 'ours.zip');
      writeFileSync(ours, zipOf(members, { zip64: true }));
      const script = `import sys, zipfile, json
names = json.loads(sys.argv[3])
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
  for name, text in names: z.writestr(zipfile.ZipInfo(name), text.encode('latin1'), zipfile.ZIP_STORED if len(text) % 2 else zipfile.ZIP_DEFLATED)
with zipfile.ZipFile(sys.argv[2]) as z:
  print(json.dumps({i.filename: z.read(i).decode('latin1') for i in z.infolist()}))`;
      const listed = execFileSync('python3', ['-c', script, theirs, ours, JSON.stringify(Object.entries(expected))], { encoding: 'utf8' });
      assert.deepEqual(contents(readFileSync(theirs)), expected);
      // zipfile decodes names without the UTF-8 flag as CP437.
      assert.deepEqual(Object.values(JSON.parse(listed) as Record<string, string>), Object.values(expected));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
