import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as packet from 'dns-packet';
import fc from 'fast-check';
import { mutate, randomNumbers } from '../../../tools/mutate.ts';
import { FormatError } from '../format-error.ts';
import { decodeDnsMessage } from './dns-decode.ts';
import type { MessageToWrite, RecordToWrite } from './dns-encode.ts';
import { encodeDnsMessage } from './dns-encode.ts';
import { fitDnsMessage } from './dns-fit.ts';
import { formatDnsName, parseDnsName } from './dns-name.ts';
import { readRecordData } from './dns-rdata.ts';
import { fuzzTargets, sampleMessage } from './dns-wire.fuzz.ts';

const name = parseDnsName('www.ex.test');

function addresses(count: number, from = name): RecordToWrite[] {
  return Array.from({ length: count }, (_, index) => ({ name: from, data: { kind: 'address', type: 1, address: `10.0.0.${index}` } }));
}

test('every kind of record survives encoding and decoding, compressed or not', () => {
  for (const compress of [true, false]) {
    const bytes = encodeDnsMessage(sampleMessage, { compress });
    const message = decodeDnsMessage(bytes);
    assert.equal(message.problem, undefined);
    assert.equal(message.end, bytes.length);
    const read = [...message.answers, ...message.authorities, ...message.additionals].map((record) => ({
      name: record.name,
      data: plain(readRecordData(bytes, record)),
    }));
    const written = [...(sampleMessage.answers ?? []), ...(sampleMessage.authorities ?? []), ...(sampleMessage.additionals ?? [])];
    assert.deepEqual(
      read,
      written.map((record) => ({ name: record.name, data: plain(record.data) })),
    );
  }
});

test('thirty A records take 522 bytes compressed, which is what decides truncation', () => {
  const message: MessageToWrite = {
    questions: [{ name: parseDnsName('big.example.test'), type: 1 }],
    answers: addresses(30, parseDnsName('big.example.test')),
  };
  assert.equal(encodeDnsMessage(message).length, 12 + 22 + 30 * 16);
  assert.equal(encodeDnsMessage(message, { compress: false }).length, 12 + 22 + 30 * 32);
});

test('dns-packet reads what we write and we read what dns-packet writes', () => {
  const ours = packet.decode(Buffer.from(encodeDnsMessage(sampleMessage)));
  assert.equal(ours.id, 0x1234);
  assert.deepEqual(ours.questions, [{ name: 'www.ex.test', type: 'A', class: 'IN' }]);
  assert.deepEqual(
    (ours.answers ?? []).slice(0, 3).map((answer) => ('data' in answer ? answer.data : undefined)),
    ['a.cdn.ex.test', '192.0.2.1', '2001:db8::1'],
  );
  const theirs = packet.encode({
    type: 'response',
    id: 7,
    flags: packet.RECURSION_DESIRED,
    questions: [{ type: 'AAAA', name: 'x.test' }],
    answers: [
      { type: 'AAAA', name: 'x.test', data: '2001:db8::2', ttl: 5 },
      { type: 'MX', name: 'x.test', ttl: 5, data: { preference: 3, exchange: 'mx.x.test' } },
      { type: 'TXT', name: 'x.test', ttl: 5, data: ['hello'] },
      { type: 'SRV', name: 'x.test', ttl: 5, data: { port: 1, target: 's.x.test', priority: 2, weight: 3 } },
    ],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: 4096,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: packet.DNSSEC_OK,
        flag_do: true,
        options: [],
      },
    ],
  });
  const decoded = decodeDnsMessage(theirs);
  assert.equal(decoded.problem, undefined);
  assert.deepEqual(
    [...decoded.answers, ...decoded.additionals].map((record) => plain(readRecordData(theirs, record))),
    [
      { kind: 'address', type: 28, address: '2001:db8::2' },
      { kind: 'mx', type: 15, preference: 3, exchange: ['mx', 'x', 'test'] },
      { kind: 'txt', type: 16, strings: ['hello'] },
      { kind: 'srv', type: 33, priority: 2, weight: 3, port: 1, target: ['s', 'x', 'test'] },
      { kind: 'opt', type: 41, edns: { udpSize: 4096, extendedRcode: 0, version: 0, dnssecOk: true, options: [] } },
    ],
  );
});

const labels = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 63 }), { maxLength: 4 })
  .map((list) => list.map((label) => Buffer.from(label).toString('latin1')));

test('names of any bytes survive both the wire and their presentation where they are UTF-8', () => {
  fc.assert(
    fc.property(labels, fc.boolean(), (labelList, compress) => {
      if (labelList.reduce((sum, label) => sum + label.length + 1, 1) > 255) return;
      const bytes = encodeDnsMessage({ questions: [1, 2].map(() => ({ name: labelList, type: 1 })) }, { compress });
      assert.deepEqual(
        decodeDnsMessage(bytes).questions.map((question) => question.name),
        [labelList, labelList],
      );
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }), { maxLength: 4 }), (texts) => {
      const encoded = texts.map((text) => Buffer.from(text).toString('latin1'));
      assert.deepEqual(parseDnsName(formatDnsName(encoded)), encoded);
    }),
  );
});

test('truncated replies keep what the server is said to keep', () => {
  const message: MessageToWrite = {
    flags: { qr: true },
    questions: [{ name, type: 1 }],
    answers: [{ name, data: { kind: 'name', type: 5, target: name } }, ...addresses(40)],
  };
  const sizes = (['none', 'records', 'cnames'] as const).map((keep) => {
    const bytes = fitDnsMessage(message, 512, keep);
    const read = decodeDnsMessage(bytes);
    assert.equal(read.problem, undefined);
    assert.equal(read.flags.tc, true);
    assert.ok(bytes.length <= 512);
    return read.answers.length;
  });
  assert.deepEqual(sizes, [0, 30, 1]);
  assert.equal(decodeDnsMessage(fitDnsMessage(message, 1232, 'none')).flags.tc, false);
});

test('what breaks a message is named, and what stood before it is kept', () => {
  const bytes = encodeDnsMessage({ questions: [{ name, type: 1 }], answers: addresses(3) });
  const cut = decodeDnsMessage(bytes.subarray(0, bytes.length - 2));
  assert.equal(cut.answers.length, 2);
  assert.equal(cut.problem?.code, 'dns-data-truncated');
  const loop = Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1]);
  assert.equal(decodeDnsMessage(loop).problem?.code, 'dns-bad-pointer');
  const claims = decodeDnsMessage(Uint8Array.from([0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
  assert.deepEqual([claims.questions.length, claims.counts.questions, claims.problem?.code], [0, 65_535, 'dns-name-truncated']);
  assert.throws(() => decodeDnsMessage(new Uint8Array(11)), { code: 'dns-header-truncated' });
});

test('malformed messages can be made on purpose', () => {
  const bytes = encodeDnsMessage({
    questions: [{ name, type: 1 }],
    answers: [{ name, data: { kind: 'raw', type: 1, data: Uint8Array.of(1, 2), length: 400 } }],
    counts: { answers: 7 },
    trailer: Uint8Array.of(0xde, 0xad),
  });
  const message = decodeDnsMessage(bytes);
  assert.equal(message.counts.answers, 7);
  assert.equal(message.problem?.code, 'dns-data-truncated');
  assert.deepEqual([...bytes.subarray(-2)], [0xde, 0xad]);
  assert.throws(() => encodeDnsMessage({ questions: [{ name: ['x'.repeat(64)], type: 1 }] }), { code: 'dns-bad-label' });
  assert.throws(() => encodeDnsMessage({ trailer: new Uint8Array(65_536) }), { code: 'dns-message-too-long' });
});

test('mutated messages end in a value or a FormatError', () => {
  const random = randomNumbers(5);
  for (const target of fuzzTargets) {
    const seeds = target.seeds();
    for (let run = 0; run < 2000; run += 1) {
      const input = mutate(seeds[run % seeds.length] ?? new Uint8Array(0), random, seeds);
      try {
        void target.run(input);
      } catch (error) {
        assert.ok(error instanceof FormatError, String(error));
      }
    }
  }
});

/** Typed arrays as plain ones, so that equality does not depend on where in a buffer they lie. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
