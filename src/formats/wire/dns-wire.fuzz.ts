import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { decodeDnsMessage } from './dns-decode.ts';
import type { MessageToWrite } from './dns-encode.ts';
import { encodeDnsMessage } from './dns-encode.ts';
import { parseDnsName } from './dns-name.ts';
import { readRecordData } from './dns-rdata.ts';
import { parseIp } from './ip-address.ts';

/** One record of every kind. */
export const sampleMessage: MessageToWrite = {
  id: 0x1234,
  flags: { qr: true, rd: true, ra: true },
  questions: [{ name: parseDnsName('www.ex.test'), type: 1 }],
  answers: [
    { name: parseDnsName('www.ex.test'), data: { kind: 'name', type: 5, target: parseDnsName('a.cdn.ex.test') } },
    { name: parseDnsName('a.cdn.ex.test'), data: { kind: 'address', type: 1, address: '192.0.2.1' } },
    { name: parseDnsName('a.cdn.ex.test'), data: { kind: 'address', type: 28, address: '2001:db8::1' } },
    { name: parseDnsName('ex.test'), data: { kind: 'mx', type: 15, preference: 10, exchange: parseDnsName('mx.ex.test') } },
    { name: parseDnsName('ex.test'), data: { kind: 'txt', type: 16, strings: ['v=spf1 -all', ''] } },
    {
      name: parseDnsName('_sip._tcp.ex.test'),
      data: { kind: 'srv', type: 33, priority: 1, weight: 2, port: 5060, target: parseDnsName('sip.ex.test') },
    },
    {
      name: parseDnsName('ex.test'),
      data: {
        kind: 'svcb',
        type: 65,
        priority: 1,
        target: [],
        params: [
          { key: 1, value: Uint8Array.of(2, 104, 50) },
          { key: 4, value: Uint8Array.of(192, 0, 2, 1) },
        ],
      },
    },
  ],
  authorities: [
    {
      name: parseDnsName('ex.test'),
      data: { kind: 'soa', type: 6, primary: parseDnsName('ns.ex.test'), mailbox: parseDnsName('root.ex.test'), numbers: [1, 2, 3, 4, 5] },
    },
  ],
  additionals: [
    {
      name: [],
      data: {
        kind: 'opt',
        type: 41,
        edns: { udpSize: 1232, extendedRcode: 0, version: 0, dnssecOk: true, options: [{ code: 10, data: new Uint8Array(8) }] },
      },
    },
  ],
};

const encoder = new TextEncoder();

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'dns-message',
    seeds: () => [encodeDnsMessage(sampleMessage), encodeDnsMessage(sampleMessage, { compress: false })],
    run: (input) => {
      const message = decodeDnsMessage(input);
      for (const record of [...message.answers, ...message.authorities, ...message.additionals]) readRecordData(input, record);
    },
  },
  {
    name: 'ip-address',
    seeds: () => ['192.0.2.1', '2001:db8::1', '::ffff:192.0.2.1', 'fe80::1%eth0'].map((text) => encoder.encode(text)),
    run: (input) => {
      parseIp(Buffer.from(input).toString('latin1'));
    },
  },
];
