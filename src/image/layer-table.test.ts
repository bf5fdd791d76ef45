import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decodeFileName } from '../formats/archive/file-name.ts';
import { entryFacts, entryName, layerEntries, layerTableBuilder, type EntryFacts, type LayerTable } from './layer-table.ts';

type Row = EntryFacts & { readonly path: string };

function tableOf(rows: readonly Row[]): LayerTable {
  const builder = layerTableBuilder();
  for (const row of rows) builder.add(row);
  return builder.finish();
}

function rowsOf(table: LayerTable): Row[] {
  return [...layerEntries(table)].map(({ index, path }) => ({ path, ...entryFacts(table, index) }));
}

describe('the table of a layer', () => {
  test('gives back every entry as it was added', () => {
    const part = fc.constantFrom('usr', 'lib', 'lib64', 'ü', '\u{1f600}', '\udc80\udcff', 'a', 'n'.repeat(255));
    const path = fc.array(part, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
    const numbers = {
      mode: fc.nat(0o7777),
      uid: fc.nat(2 ** 32 - 1),
      gid: fc.nat(2 ** 32 - 1),
      size: fc.nat(2 ** 50),
      capabilities: fc.boolean(),
    };
    const row = fc.oneof(
      fc.record({ path, ...numbers, type: fc.constantFrom('file', 'dir', 'char', 'block', 'fifo'), target: fc.constant('') }),
      fc.record({
        path,
        ...numbers,
        type: fc.constantFrom('symlink', 'link'),
        target: fc.oneof(path, fc.constantFrom('', '../x', '\udc80')),
      }),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), (rows) => {
        const table = tableOf(rows);
        assert.deepEqual(
          rowsOf(table),
          rows.map((each) => ({ ...each })),
        );
        const names = rows.map((_, index) => decodeFileName(entryName(table, index)));
        assert.deepEqual(names, rows.map(({ path: each }) => each.slice(each.lastIndexOf('/') + 1))); // prettier-ignore
      }),
    );
  });

  test('keeps the folders of neighbours once', () => {
    const folder = `/${'long/'.repeat(200)}`;
    const file = { type: 'file', mode: 0o644, uid: 0, gid: 0, size: 1, target: '', capabilities: false } as const;
    const table = tableOf(Array.from({ length: 1000 }, (_, i) => ({ ...file, path: `${folder}${i}` })));
    assert.ok(table.bytes.length < 4000, String(table.bytes.length));
  });
});
