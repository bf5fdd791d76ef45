import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ElfFacts } from '../../tree/elf-facts.ts';
import { literalElf, type LiteralElf } from './elf-literal.ts';
import { readElf } from './elf.ts';
import { goBuildInfoPointers, goBuildInfoSection } from './go-literal.ts';

const MODULES =
  'path\tgithub.com/o/app/cmd/app\nmod\tgithub.com/o/app\tv1.2.3\th1:a=\ndep\tgolang.org/x/sys\tv0.30.0\th1:b=\n' +
  'dep\texample.com/old\tv1.0.0\n=>\texample.com/new\tv1.1.0\th1:c=\ndep\texample.com/local\tv0.0.0\n=>\t./local\t\n' +
  'build\t-compiler=gc\nbuild\tCGO_ENABLED=0\nbuild\t-tags=netgo,osusergo\nbuild\t-ldflags="-X main.v=\\"a b\\" -s"\nbuild\t"odd key"=`raw \\value`\n';

const EXPECTED: ElfFacts['go'] = {
  version: 'go1.24.4',
  path: 'github.com/o/app/cmd/app',
  module: 'github.com/o/app',
  settings: { '-compiler': 'gc', CGO_ENABLED: '0', '-tags': 'netgo,osusergo', '-ldflags': '-X main.v="a b" -s', 'odd key': 'raw \\value' },
  dependencies: [
    { path: 'golang.org/x/sys', version: 'v0.30.0' },
    { path: 'example.com/old', version: 'v1.0.0', replacedBy: { path: 'example.com/new', version: 'v1.1.0' } },
    { path: 'example.com/local', version: 'v0.0.0', replacedBy: { path: './local', version: '' } },
  ],
};
const STATIC: LiteralElf = { static: true, type: 2, entry: 0x401000 };
const GO_NOTE = [{ owner: 'Go', type: 4, description: Buffer.from('id') }];

test('reads the inline form (Go 1.18 and newer) from its section', () => {
  const sections = [{ name: '.go.buildinfo', content: goBuildInfoSection('go1.24.4', MODULES) }];
  assert.deepEqual(read({ ...STATIC, sections }).go, EXPECTED);
});

test('finds it in the data segment without section headers, at a multiple of 16', () => {
  const info = goBuildInfoSection('go1.24.4', MODULES);
  assert.deepEqual(read({ ...STATIC, data: info }).go, EXPECTED);
  const unaligned = Buffer.concat([Buffer.alloc(8), info.subarray(0, 24)]);
  assert.deepEqual(read({ ...STATIC, data: Buffer.concat([unaligned, info]) }).go, EXPECTED);
  assert.equal(read({ ...STATIC, data: Buffer.concat([Buffer.alloc(8), info]) }).go, undefined);
});

test('searches a file that has sections only where another sign of Go is', () => {
  const data = goBuildInfoSection('go1.24.4', MODULES);
  const sections = [{ name: '.text', content: new Uint8Array(4) }];
  assert.equal(read({ ...STATIC, data, sections }).go, undefined);
  assert.deepEqual(read({ ...STATIC, data, sections, notes: GO_NOTE }).go, EXPECTED);
});

const POINTER_FORMS: readonly LiteralElf[] = [
  {},
  { class: 32, machine: 3 },
  { class: 32, endian: 'big', machine: 8 },
  { endian: 'big', machine: 22 },
];
for (const form of POINTER_FORMS) {
  test(`reads the pointer form (before Go 1.18), ${form.class ?? 64}-bit ${form.endian ?? 'little'}-endian`, () => {
    // The data segment's address depends on the headers before it: ask the file that is about to be written.
    const place = read({ ...STATIC, ...form, data: new Uint8Array(64) }).segments.find(({ flags }) => flags === 6);
    const data = goBuildInfoPointers('go1.17.13', MODULES, Number(place?.vaddr), form.class !== 32, form.endian !== 'big');
    assert.deepEqual(read({ ...STATIC, ...form, data }).go, { ...EXPECTED, version: 'go1.17.13' });
  });
}

test('a program built without modules has its version only', () => {
  assert.deepEqual(read({ ...STATIC, data: goBuildInfoSection('go1.15.9', '') }).go, {
    version: 'go1.15.9',
    settings: {},
    dependencies: [],
  });
});

test('a length beyond the file is a defect', () => {
  const info = goBuildInfoSection('go1.24.4', MODULES);
  info.set([0xff, 0xff, 0x7f], 32);
  const facts = read({ ...STATIC, data: info });
  assert.equal(facts.go, undefined);
  assert.deepEqual(
    facts.defects.map(({ code }) => code),
    ['elf-truncated'],
  );
});

test('settings cannot reach a prototype', () => {
  const go = read({ ...STATIC, data: goBuildInfoSection('go1.24.4', 'build\t__proto__=x\nbuild\tconstructor=y\n') }).go;
  assert.deepEqual(Object.entries(go?.settings ?? {}), [
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
});

function read(elf: LiteralElf): ElfFacts {
  const file = literalElf(elf);
  return readElf((offset, length) => file.subarray(offset, offset + length), file.length);
}
