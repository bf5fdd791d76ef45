import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SYMBOL_HASHED, SYMBOL_HIDDEN, SYMBOL_VALUE, type ElfFacts } from '../../tree/elf-facts.ts';
import { symbolName } from '../../tree/elf-symbols.ts';
import { FormatError } from '../format-error.ts';
import { literalElf, type LiteralElf } from './elf-literal.ts';
import { loadingFacts, withoutSections } from './elf-sectionless.suite.ts';
import { readElf } from './elf.ts';

const PROGRAM: LiteralElf = {
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  needed: ['libc.so.6', 'libm.so.6'],
  soname: 'libx.so.1',
  rpath: '/a:/b',
  runpath: '$ORIGIN/../lib',
  hash: 'both',
  symbols: [
    { name: 'x_default', version: { name: 'X_2' } },
    { name: 'x_old', version: { name: 'X_1' }, hidden: true, binding: 2 },
    { name: 'open', defined: false, version: { name: 'GLIBC_2.2.5', file: 'libc.so.6' } },
    { name: 'maybe', defined: false, binding: 2, visibility: 2 },
  ],
  versionDefinitions: [{ name: 'X_1' }, { name: 'X_2', parents: ['X_1'] }],
  versionNeeds: [{ file: 'libm.so.6', name: 'GLIBC_2.29', weak: true }],
  relr: [0x1000, 3, 5],
  tls: { size: 64, align: 16 },
  stack: { flags: 7, size: 0x100000 },
};

const FORMS: readonly { name: string; form: LiteralElf; absolute: number; relative: number }[] = [
  { name: '64-bit little-endian x86_64', form: {}, absolute: 1, relative: 8 },
  { name: '32-bit little-endian i386', form: { class: 32, machine: 3 }, absolute: 1, relative: 8 },
  { name: '64-bit little-endian aarch64', form: { machine: 183 }, absolute: 257, relative: 1027 },
  { name: '32-bit big-endian powerpc', form: { class: 32, endian: 'big', machine: 20 }, absolute: 1, relative: 22 },
  {
    name: '64-bit big-endian s390x, whose DT_HASH has words of 8 bytes',
    form: { endian: 'big', machine: 22, hash: 'sysv' },
    absolute: 22,
    relative: 12,
  },
  { name: '64-bit big-endian sparc', form: { endian: 'big', machine: 43 }, absolute: 32, relative: 22 },
];

for (const { name, form, absolute, relative } of FORMS) {
  test(`reads every table of ${name}`, () => {
    const facts = read({
      ...PROGRAM,
      ...form,
      relocations: [
        { type: relative },
        { type: absolute, symbol: 'open' },
        { type: relative },
        { type: 37 },
        { type: 7, symbol: 'maybe', table: 'jmprel' },
        { type: absolute, symbol: 'x_old', table: 'rel' },
      ],
    });
    assert.deepEqual(facts.defects, []);
    assert.deepEqual([facts.class, facts.endian, facts.machine], [form.class ?? 64, form.endian ?? 'little', form.machine ?? 62]);
    assert.equal(facts.interpreter, '/lib64/ld-linux-x86-64.so.2');
    assert.deepEqual(facts.dynamic?.needed, ['libc.so.6', 'libm.so.6']);
    assert.deepEqual([facts.dynamic?.soname, facts.dynamic?.rpath, facts.dynamic?.runpath], ['libx.so.1', '/a:/b', '$ORIGIN/../lib']);
    assert.deepEqual(symbols(facts), [
      ['', 0, 0, 0, 0, ''],
      ['open', 0x12, 0, 0, 5, ''],
      ['maybe', 0x22, 2, 0, 1, ''],
      ['x_default', 0x12, 0, 1, 3, 'value hashed'],
      ['x_old', 0x22, 0, 1, 2, 'value hashed hidden'],
    ]);
    assert.deepEqual(facts.versionNeeds, [
      { file: 'libm.so.6', versions: [{ name: 'GLIBC_2.29', index: 4, weak: true }] },
      { file: 'libc.so.6', versions: [{ name: 'GLIBC_2.2.5', index: 5, weak: false }] },
    ]);
    assert.deepEqual(
      facts.versionDefinitions.map((each) => [each.name, each.index, each.base, each.parents]),
      [
        ['libx.so.1', 1, true, []],
        ['X_1', 2, false, []],
        ['X_2', 3, false, ['X_1']],
      ],
    );
    const { rela, rel, jmprel, relr } = facts.relocations;
    assert.deepEqual(
      [[...rela], [...rel], [...jmprel]],
      [
        [absolute, 1, 37, 0],
        [absolute, 4],
        [7, 2],
      ],
    );
    assert.deepEqual([facts.relocations.relative, relr], [2, 3]);
    assert.deepEqual(facts.tls, { size: 64, align: 16 });
    assert.deepEqual(facts.stack, { flags: 7, size: 0x100000 });
  });
}

test('keeps the packed relocation types of MIPS N64 whole, and counts REL32 without a symbol as relative', () => {
  const relocations = [{ type: 0x1203, symbol: 'open' }, { type: 0x1203 }, { type: 3 }];
  for (const endian of ['little', 'big'] as const) {
    const facts = read({ ...PROGRAM, machine: 8, endian, relocations });
    assert.deepEqual([[...facts.relocations.rela], facts.relocations.relative], [[0x1203, 1], 2]);
  }
});

test('takes the length of the symbol table from whatever knows it', () => {
  const imports = {
    symbols: [
      { name: 'a', defined: false },
      { name: 'b', defined: false },
    ],
  };
  const counts = (elf: LiteralElf): number => read(elf).symbols.count;
  assert.equal(counts({ ...PROGRAM, hash: 'gnu' }), 5);
  assert.equal(counts({ ...PROGRAM, hash: 'sysv' }), 5);
  assert.equal(counts({ ...imports, hash: 'gnu' }), 3, 'a GNU hash table says nothing of imports: the distance to the next table does');
  assert.equal(counts({ ...imports, hash: 'none', relocations: [{ type: 6, symbol: 'b' }] }), 3);
});

test('loading facts do not depend on section headers', () => {
  const sections = [{ name: '.comment', content: Buffer.from('GCC\0rustc version 1.80.0 (051478957 2024-07-21)\0') }];
  const file = literalElf({ ...PROGRAM, sections });
  const facts = readBytes(file);
  const bare = readBytes(withoutSections(file));
  assert.deepEqual([facts.hasSectionHeaders, bare.hasSectionHeaders], [true, false]);
  assert.deepEqual([facts.rust, bare.rust], [{ rustc: '1.80.0 (051478957 2024-07-21)', auditable: false }, undefined]);
  assert.deepEqual(loadingFacts(bare), loadingFacts(facts));
});

test('follows a string table that patchelf moved into a segment of its own', () => {
  const facts = read({ ...PROGRAM, stringsAtEnd: { gap: 5000 } });
  assert.equal(facts.dynamic?.soname, 'libx.so.1');
  assert.equal(symbolName(facts.symbols, 3), 'x_default');
  assert.deepEqual(facts.defects, []);
});

test('of a tag that stands twice the last one counts, as in both loaders', () => {
  assert.equal(read({ needed: ['second', 'x'], soname: 'first', tags: [[14, 1]] }).dynamic?.soname, 'second');
});

test('flags come from the old tags and from DT_FLAGS alike', () => {
  const facts = (tags: readonly (readonly [number, number])[]): unknown => {
    const dynamic = read({ tags }).dynamic;
    return [dynamic?.bindNow, dynamic?.symbolic, dynamic?.textRelocations, dynamic?.flags, dynamic?.flags1];
  };
  assert.deepEqual(facts([]), [false, false, false, 0, 0]);
  assert.deepEqual(
    facts([
      [24, 0],
      [16, 0],
      [22, 0],
    ]),
    [true, true, true, 0, 0],
  );
  assert.deepEqual(facts([[30, 0xe]]), [true, true, true, 0xe, 0]);
  assert.deepEqual(facts([[0x6ffffffb, 0x08000001]]), [true, false, false, 0, 0x08000001]);
});

test('reads the notes that say something of the platform or the build', () => {
  const note = (owner: string, type: number, ...numbers: number[]): { owner: string; type: number; description: Uint8Array } => ({
    owner,
    type,
    description: new Uint8Array(Uint32Array.from(numbers).buffer),
  });
  const facts = read({
    notes: [
      note('GNU', 3, 0x04030201),
      note('GNU', 1, 0, 3, 2, 0),
      { owner: 'Go', type: 4, description: Buffer.from('abc/def') },
      { owner: 'FDO', type: 0xcafe1a7e, description: Buffer.from('{"type":"deb"}\0') },
      note('Android', 1, 21),
      note('GNU', 5, 0xc0000002, 4, 3, 0, 0xc0008002, 4, 1, 0),
    ],
  });
  assert.deepEqual(facts.notes, {
    buildId: '01020304',
    abiTag: { os: 0, kernel: '3.2.0' },
    goBuildId: 'abc/def',
    package: '{"type":"deb"}',
    android: true,
    properties: [
      { type: 0xc0000002, value: 3 },
      { type: 0xc0008002, value: 1 },
    ],
  });
});

test('reads a file as it is written where e_ident lies, and says so', () => {
  const file = literalElf(PROGRAM);
  const sound = loadingFacts(readBytes(file));
  for (const [at, value, said] of [
    [4, 1, { class: 32, endian: 'little' }],
    [5, 2, { class: 64, endian: 'big' }],
  ] as const) {
    const lying = readBytes(file.with(at, value));
    assert.deepEqual({ class: lying.class, endian: lying.endian }, said);
    assert.deepEqual(lying.written, { class: 64, endian: 'little' });
    assert.deepEqual(loadingFacts(lying), sound);
  }
  assert.equal(readBytes(file).written, undefined);
});

test('cargo-auditable leaves a section, rustc a line in .comment', () => {
  const marks = (sections: LiteralElf['sections'] & {}): unknown => read({ ...PROGRAM, sections }).rust;
  const comment = { name: '.comment', content: Buffer.from('Linker: LLD 18\0rustc version 1.82.0 (f6e511eec 2024-10-15)\0') };
  assert.deepEqual(marks([comment]), { rustc: '1.82.0 (f6e511eec 2024-10-15)', auditable: false });
  assert.deepEqual(marks([{ name: '.dep-v0', content: Buffer.from([0x78, 0x9c]) }]), { auditable: true });
  assert.equal(marks([{ name: '.comment', content: Buffer.from('GCC: (Debian 12.2.0) 12.2.0\0') }]), undefined);
});

test('a static program has no dynamic section and no symbols', () => {
  const facts = read({ static: true, type: 2, entry: 0x401000 });
  assert.deepEqual([facts.dynamic, facts.interpreter, facts.symbols.count, facts.entry], [undefined, undefined, 0, 0x401000n]);
});

test('names that are no UTF-8 stay different, spelled like the names of a tree', () => {
  const file = literalElf({ needed: ['lib\u00ff1.so', 'lib\u00ff2.so'] });
  // The builder writes UTF-8 (c3 bf); one byte of it alone is not.
  const broken = Uint8Array.from(file, (byte, i) => (byte === 0xc3 && file[i + 1] === 0xbf ? 0x41 : byte));
  assert.deepEqual(readBytes(broken).dynamic?.needed, ['libA\udcbf1.so', 'libA\udcbf2.so']);
});

test('refuses what has no readable ELF header, with the place', () => {
  const refusal = (bytes: readonly number[]): string => {
    try {
      readBytes(Uint8Array.from(bytes));
    } catch (error) {
      return error instanceof FormatError ? `${error.code}@${error.offset}` : String(error);
    }
    return 'read';
  };
  const magic = [0x7f, 0x45, 0x4c, 0x46];
  assert.equal(refusal([]), 'elf-bad-magic@0');
  assert.equal(refusal([...magic, 2, 1]), 'elf-truncated@6');
  assert.equal(refusal([...magic, 3, 1, ...magic, ...magic, ...magic]), 'elf-bad-class@4');
  assert.equal(refusal([...magic, 1, 7, ...magic, ...magic, ...magic]), 'elf-bad-data@5');
  assert.equal(refusal([...magic, 2, 1, ...magic, ...magic, ...magic]), 'elf-truncated@0');
});

test('the facts share no memory with the file', () => {
  const file = literalElf(PROGRAM);
  const facts = readBytes(file);
  const before = loadingFacts(facts);
  file.fill(0xff);
  assert.deepEqual(loadingFacts(facts), before);
});

function read(elf: LiteralElf): ElfFacts {
  return readBytes(literalElf(elf));
}

function readBytes(file: Uint8Array): ElfFacts {
  return readElf((offset, length) => file.subarray(offset, offset + length), file.length);
}

function symbols(facts: ElfFacts): unknown[] {
  const { symbols: table } = facts;
  const marks: [number, string][] = [
    [SYMBOL_VALUE, 'value'],
    [SYMBOL_HASHED, 'hashed'],
    [SYMBOL_HIDDEN, 'hidden'],
  ];
  return Array.from({ length: table.count }, (_, i) => [
    symbolName(table, i),
    table.info[i],
    table.other[i],
    table.section[i],
    table.version[i],
    marks.flatMap(([bit, word]) => (((table.marks[i] ?? 0) & bit) === 0 ? [] : [word])).join(' '),
  ]);
}
