import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mutate, randomNumbers } from '../../../tools/mutate.ts';
import { FormatError } from '../format-error.ts';
import { elfSeeds, fuzzTargets, readElfBytes } from './elf.fuzz.ts';
import { literalElf, type LiteralElf } from './elf-literal.ts';
import { readElf } from './elf.ts';

const RUNS = 2000;

for (const target of fuzzTargets) {
  test(`${target.name}: ${RUNS} damaged inputs give facts or a FormatError, in bounded time`, () => {
    const random = randomNumbers(20261124);
    const seeds = target.seeds();
    let refused = 0;
    for (let run = 0; run < RUNS; run++) {
      const input = mutate(seeds[run % seeds.length] ?? new Uint8Array(), random, seeds);
      try {
        void target.run(input);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        refused++;
      }
    }
    assert.ok(refused < RUNS, 'the damages leave something to read');
  });
}

test('any bytes behind an ELF header give facts or a FormatError', () => {
  const header = elfSeeds().map((seed) => seed.subarray(0, 64));
  fc.assert(
    fc.property(fc.constantFrom(...header), fc.uint8Array({ maxLength: 2048 }), (head, tail) => {
      try {
        readElfBytes(Buffer.concat([head, tail]));
      } catch (error) {
        assert.ok(error instanceof FormatError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});

test('any cut of a sound file gives facts with defects, or a FormatError', () => {
  for (const seed of elfSeeds()) {
    for (let length = 0; length < seed.length; length += 7) {
      const cut = seed.subarray(0, length);
      try {
        const facts = readElf((offset, count) => cut.subarray(offset, offset + count), cut.length);
        assert.ok(facts.symbols.count <= 6);
      } catch (error) {
        assert.ok(error instanceof FormatError && length < 64, String(error));
      }
    }
  }
});

/** Where `rodata` of a 64-bit literal without interpreter and notes is mapped. */
const RODATA = 0x10270;
const DT = {
  needed: 1,
  hash: 4,
  strtab: 5,
  symtab: 6,
  rela: 7,
  relasz: 8,
  strsz: 10,
  versym: 0x6ffffff0,
  verneed: 0x6ffffffe,
  gnuHash: 0x6ffffef5,
};
const NOWHERE = 0x7fffffff;

/** Each of these needs a bound of its own: a table outside of the file, a count without its content, a chain that does not end. */
const TRAPS: readonly { what: string; defect: string; elf: LiteralElf }[] = [
  { what: 'a symbol table outside of every segment', defect: 'elf-bad-address', elf: { tags: [[DT.symtab, NOWHERE]] } },
  { what: 'a string table outside of every segment', defect: 'elf-bad-address', elf: { tags: [[DT.strtab, NOWHERE]] } },
  { what: 'a version table outside of every segment', defect: 'elf-bad-address', elf: { tags: [[DT.versym, NOWHERE]] } },
  { what: 'version needs outside of every segment', defect: 'elf-bad-address', elf: { tags: [[DT.verneed, NOWHERE]] } },
  {
    what: 'relocations larger than their segment',
    defect: 'elf-truncated',
    elf: {
      tags: [
        [DT.rela, 0x10000],
        [DT.relasz, NOWHERE],
      ],
    },
  },
  { what: 'a string table larger than its segment', defect: 'elf-truncated', elf: { tags: [[DT.strsz, NOWHERE]] } },
  { what: 'a DT_HASH with more buckets than the file has bytes', defect: 'elf-truncated', elf: { tags: [[DT.hash, 0x10000]] } },
  { what: 'a DT_GNU_HASH with more buckets than the file has bytes', defect: 'elf-truncated', elf: { tags: [[DT.gnuHash, 0x10000]] } },
  {
    what: 'a DT_GNU_HASH chain without end',
    defect: 'elf-bad-hash',
    elf: { tags: [[DT.gnuHash, RODATA]], rodata: words([1, 1, 0, 0, 1, ...fill(50_000, 0)]) },
  },
  {
    what: 'a DT_GNU_HASH that starts at symbol 4 billion',
    defect: 'elf-bad-hash',
    elf: { tags: [[DT.gnuHash, RODATA]], rodata: words([1, 0xfffffff0, 0, 0, 0xfffffff1, 1, 1]) },
  },
  {
    what: 'a hundred thousand version records',
    defect: 'elf-over-budget',
    elf: { tags: [[DT.verneed, RODATA]], rodata: words(Array.from({ length: 100_000 }, () => [1, 0, 0, 16]).flat()) },
  },
  {
    what: 'ten thousand names inside one long string',
    defect: 'elf-over-budget',
    elf: {
      tags: [[DT.strtab, RODATA], [DT.strsz, 60_001], ...Array.from({ length: 10_000 }, (_, i) => [DT.needed, i] as const)],
      rodata: Buffer.from(`${'x'.repeat(60_000)}\0`),
    },
  },
];

for (const { what, defect, elf } of TRAPS) {
  test(`${what} is a defect, and the rest is read`, () => {
    const file = literalElf({ soname: 'x', symbols: [{ name: 'x' }], relocations: [{ type: 6, symbol: 'x' }], ...elf });
    const facts = readElf((offset, length) => file.subarray(offset, offset + length), file.length);
    assert.ok(
      facts.defects.some(({ code }) => code === defect),
      JSON.stringify(facts.defects),
    );
    assert.ok(facts.defects.length <= 64);
    assert.equal(facts.segments.length, 3);
    assert.ok(facts.symbols.count * 24 <= file.length);
  });
}

test('hash chains that run in a circle end', () => {
  const loop = words([1, 3, 1, 0, 2, 1]);
  const file = literalElf({ symbols: [{ name: 'x' }, { name: 'y' }], hash: 'none', tags: [[DT.hash, RODATA]], rodata: loop });
  const facts = readElf((offset, length) => file.subarray(offset, offset + length), file.length);
  assert.deepEqual(
    [...facts.symbols.marks].map((mark) => mark & 2),
    [0, 2, 2],
  );
  assert.deepEqual(facts.defects, []);
});

function words(values: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}

function fill(length: number, value: number): number[] {
  return Array.from({ length }, () => value);
}
