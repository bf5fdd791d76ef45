import type { RecordToWrite } from '../../../src/formats/wire/dns-encode.ts';
import { encodeDnsMessage } from '../../../src/formats/wire/dns-encode.ts';
import type { DnsName } from '../../../src/formats/wire/dns-name.ts';
import { parseDnsName } from '../../../src/formats/wire/dns-name.ts';
import { mutate } from '../../mutate.ts';
import { pick, type Random } from './random-pick.ts';

export interface Question {
  readonly transport: string;
  /** Place of the server in the list: each answers at moments of its own, so that no race decides. */
  readonly server: number;
  readonly type: string;
  readonly name: string;
}

/** What a server does with a question: mostly something sensible, sometimes a failure, sometimes garbage. */
export function randomActions(random: Random, question: Question): unknown[] {
  const late = question.server * 70 + (question.type === 'AAAA' ? 25 : 0);
  const delayMs = question.transport === 'tcp' ? pick(random, [0, 0, 30]) : late + pick(random, [0, 0, 0, 0, 110, 330]);
  const kind = random();
  if (kind < 0.08) return [{ drop: true }];
  if (kind < 0.1) return [{ delayMs, echo: true }];
  const bytes = damaged(random, message(random, question));
  const reply = { delayMs, reply: Buffer.from(bytes).toString('hex') };
  if (question.transport === 'tcp') return [reply];
  if (random() < 0.04) return [{ ...reply, id: 'wrong' }];
  if (random() < 0.03) return [{ ...reply, from: { address: '127.0.0.77', port: pick(random, [53, 5555]) } }];
  return random() < 0.06 ? [reply, { ...reply, delayMs: delayMs + 13 }] : [reply];
}

function message(random: Random, question: Question): Uint8Array {
  const name = parseDnsName(question.name);
  const type = question.type === 'A' ? 1 : 28;
  const { rcode, tc, count } = verdict(random);
  const serial = Math.floor(random() * 128);
  const address = (index: number): string =>
    type === 1 ? `10.${serial}.${index >> 8}.${index & 255}` : `fd00:${serial}::${(index + 1).toString(16)}`;
  const aliases = random() < 0.25 ? chain(random, name) : [];
  const owner = aliases.at(-1)?.target ?? name;
  const found = Array.from({ length: count }, (_, index): RecordToWrite => ({
    name: owner,
    data: { kind: 'address', type, address: address(index) },
  }));
  const links = aliases.map(({ from, target }): RecordToWrite => ({ name: from, data: { kind: 'name', type: 5, target } }));
  const answers = [...(random() < 0.85 ? [...links, ...found] : [...found, ...links]), ...oddRecord(random, name)];
  try {
    return encodeDnsMessage(
      {
        rcode,
        flags: { qr: true, rd: true, ra: random() > 0.1, tc },
        questions: random() < 0.05 ? [] : [{ name, type }],
        answers,
        ...(random() < 0.04 && { counts: { answers: answers.length + 1 + Math.floor(random() * 70) } }),
      },
      { compress: random() > 0.1 },
    );
  } catch {
    return new Uint8Array(12);
  }
}

function verdict(random: Random): { rcode: number; tc: boolean; count: number } {
  const kind = random();
  if (kind < 0.12) return { rcode: 3, tc: false, count: 0 };
  if (kind < 0.2) return { rcode: 0, tc: false, count: 0 };
  if (kind < 0.28) return { rcode: pick(random, [2, 2, 5, 1, 4, 6, 9]), tc: false, count: 0 };
  if (kind < 0.4) return { rcode: 0, tc: random() < 0.4, count: pick(random, [5, 10, 17, 25, 26, 28, 29, 30, 31]) };
  if (kind < 0.5) return { rcode: 0, tc: false, count: pick(random, [31, 40, 46, 47, 48, 49, 60, 63, 64, 70, 90, 200]) };
  if (kind < 0.6) return { rcode: 0, tc: true, count: random() < 0.5 ? 0 : Math.floor(random() * 20) };
  return { rcode: 0, tc: false, count: 1 + Math.floor(random() * 3) };
}

function chain(random: Random, name: DnsName): { from: DnsName; target: DnsName }[] {
  const length = 1 + Math.floor(random() * (random() < 0.2 ? 15 : 3));
  const targets = Array.from({ length }, (_, index) =>
    parseDnsName(`${pick(random, ['c', 'c', 'u_', 'x'.repeat(50)])}${index}.${'y'.repeat(pick(random, [1, 10, 55]))}.cdn.test`),
  );
  return targets.map((target, index) => ({ from: targets[index - 1] ?? name, target }));
}

function oddRecord(random: Random, name: DnsName): RecordToWrite[] {
  if (random() > 0.12) return [];
  const data = new Uint8Array(pick(random, [0, 3, 4, 5, 16, 20])).fill(7);
  return [{ name, data: { kind: 'raw', type: pick(random, [1, 28, 5, 257, 284, 46, 16]), data } }];
}

/** Sometimes cut or mutated; the first two bytes stay the id. */
function damaged(random: Random, bytes: Uint8Array): Uint8Array {
  let result = bytes;
  if (random() < 0.06) result = mutate(bytes, random, [bytes]).subarray(0, 20_000);
  if (random() < 0.03) result = result.subarray(0, pick(random, [2, 3, 4, 8, 11, 12, 13]));
  const copy = new Uint8Array(Math.max(result.length, 2));
  copy.set(result);
  copy.fill(0, 0, 2);
  return copy;
}
