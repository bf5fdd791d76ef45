import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Measured } from './measure.ts';
import type { HistoryEntry } from './over-time.ts';
import { historyEntries, readHistory, spreadOf, trendsOf } from './over-time.ts';
import type { NameHeadroom } from './rank.ts';

function answer(server: string, size: number, addresses: readonly string[], truncated = false): NameHeadroom {
  const a: Measured = {
    type: 'A',
    behaviour: 'addresses',
    records: addresses.length,
    addresses,
    size,
    ...(truncated && { truncated: 'none' }),
  };
  const aaaa: Measured = { type: 'AAAA', behaviour: 'no-answer' };
  return { name: 'www.ex.test', server, danger: 'fine', tcp: 'answers', questions: [a, aaaa] };
}

test('a rotating name that straddles 512 bytes: sizes, sets, sometimes truncated', () => {
  const [spread, more] = spreadOf([
    [answer('192.0.2.53', 500, ['10.0.0.1', '10.0.0.2'])],
    [answer('192.0.2.53', 516, ['10.0.0.1', '10.0.0.2', '10.0.0.3'], true)],
    [answer('192.0.2.53', 500, ['10.0.0.1', '10.0.0.2'])],
  ]);
  assert.equal(more, undefined);
  assert.deepEqual([spread?.smallest, spread?.median, spread?.largest, spread?.measurements], [500, 500, 516, 3]);
  assert.deepEqual([spread?.recordSets.length, spread?.sometimesTruncated, spread?.differingServers], [2, true, []]);
});

test('servers that show different records', () => {
  const [spread] = spreadOf([[answer('192.0.2.53', 45, ['10.0.0.1']), answer('192.0.2.54', 45, ['10.0.0.2'])]]);
  assert.deepEqual(spread?.differingServers, ['192.0.2.53', '192.0.2.54']);
});

test('history: what is written is read back, and growth is foreseen', () => {
  const entries = [100, 116, 132].flatMap((size, day) => historyEntries([answer('192.0.2.53', size, [])], `2026-11-2${day}T00:00:00.000Z`));
  const text = entries.map((entry) => JSON.stringify(entry)).join('\n');
  assert.deepEqual(readHistory(`${text}\nnot json\n{"at":"x"}\n`), entries);
  const [trend] = trendsOf(entries);
  assert.deepEqual([Math.round(trend?.bytesPerDay ?? 0), Math.round((trend?.daysLeft ?? 0) * 100) / 100], [16, 23.75]);
  assert.deepEqual(trendsOf(entries.slice(0, 2)), []);
  assert.deepEqual(trendsOf(entries.map((entry): HistoryEntry => ({ ...entry, size: 132 }))), []);
});

test('any text is a history', () => {
  fc.assert(
    fc.property(fc.string(), fc.json(), (text, json) => {
      for (const { size } of readHistory(`${text}\n${json}\n`)) assert.ok(Number.isFinite(size));
    }),
  );
});
