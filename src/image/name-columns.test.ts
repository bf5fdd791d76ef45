import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nameColumns } from './name-columns.ts';

test('names are found, listed, described anew and taken away as in a map for each directory', () => {
  const name = fc.constantFrom('', 'a', 'b', 'ü', 'aü', 'ab');
  const step = fc.tuple(fc.constantFrom('put', 'remove', 'remove-while-listing'), fc.nat(), name);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const spellings: string[] = [];
      const columns = nameColumns(0, (row) => Buffer.from(spellings[row] ?? ''));
      const directories: [number, Map<string, number>][] = [[0, new Map()]];
      for (const [kind, which, text] of steps) {
        const [directory, expected] = directories[which % directories.length]!;
        const there = columns.find(directory, text);
        assert.equal(there, expected.get(text) ?? 0);
        if (kind === 'remove-while-listing') {
          for (const child of columns.children(directory)) if (child % 2 === 1) columns.remove(child);
          for (const [each, node] of expected) if (node % 2 === 1) expected.delete(each);
        } else if (kind === 'remove') {
          if (there !== 0) columns.remove(there);
          expected.delete(text);
        } else {
          const row = spellings.push(text) - 1;
          if (there !== 0) columns.setRow(there, row);
          const node = there === 0 ? columns.add(directory, text, row) : there;
          assert.equal(columns.row(node), row);
          if (there === 0) directories.push([node, new Map()]);
          expected.set(text, node);
        }
        assert.deepEqual([...columns.children(directory)].toSorted(), [...expected.values()].toSorted());
      }
    }),
  );
});
