import { pick, type Random } from './random-pick.ts';

const plainNames = ['www.ex.test', 'host', 'db.other', 'api', 'web.svc', 'host.', 'a.b.c'];
const oddNames = [
  'x.y.',
  'host..',
  'a..b',
  '.',
  '.a',
  `${'l'.repeat(63)}.test`,
  `${'l'.repeat(64)}.test`,
  longName(253),
  longName(254),
  longName(255),
  'un_der.test',
  'ümlaut.test',
  '-x',
  'x-',
  '127.1',
  '0x7f.1',
  '010.0.0.1',
  '1.2.3',
  '4294967295',
  '::1',
  '::ffff:1.2.3.4',
  '1::2::3',
  'Www.Ex.Test',
  'localhost',
];
const elements = [
  'ex.test',
  'svc.test',
  'test',
  '.',
  'a..b',
  'dot.',
  '.lead',
  'l'.repeat(64),
  'one',
  '#x',
  'T.Est',
  'b_d',
  `${'x'.repeat(60)}.test`,
];

function longName(length: number): string {
  const labels = `${'a'.repeat(50)}.`.repeat(Math.floor((length - 1) / 51));
  return labels + 'b'.repeat(length - labels.length);
}

export function randomName(random: Random): string {
  return pick(random, random() < 0.75 ? plainNames : oddNames);
}

export function randomResolvConf(random: Random, servers: readonly string[]): string {
  const end = random() < 0.05 ? '\r\n' : '\n';
  const lines = servers.map(
    (server) => `${pick(random, ['nameserver ', 'nameserver\t', 'nameserver   '])}${server}${pick(random, ['', '', ' ', ' # c'])}`,
  );
  if (random() < 0.7) lines.push(searchLine(random));
  if (random() < 0.15) lines.push(`search ${pick(random, elements)}`);
  if (random() < 0.05) lines.push(`search ${'padding.test '.repeat(30)}`.slice(0, pick(random, [253, 254, 255, 256, 300])));
  lines.push(optionsLine(random));
  if (random() < 0.15)
    lines.push(
      pick(random, ['# comment', '; c', '', 'nameserver nonsense', 'nameserver 127.1', 'options', 'nameserver', 'sortlist 1.2.3.4']),
    );
  if (random() < 0.3) lines.sort(() => random() - 0.5);
  return lines.join(end) + (random() < 0.9 ? end : '');
}

function searchLine(random: Random): string {
  const list = Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(random, elements));
  return `${pick(random, ['search ', 'search ', 'domain ', 'search\t', ' search ', 'searchx '])}${list.join(pick(random, [' ', '  ', '\t']))}${pick(random, ['', '', ' '])}`;
}

function optionsLine(random: Random): string {
  const options = [`timeout:${pick(random, ['1', '1', '2', '01'])}`];
  if (random() < 0.7) options.push(`ndots:${pick(random, ['0', '1', '2', '3', '5', '20', 'x', '02'])}`);
  if (random() < 0.5) options.push(`attempts:${pick(random, ['1', '2', '3', '4', '5', '0', 'x'])}`);
  if (random() < 0.2) options.push(pick(random, ['use-vc', 'edns0', 'single-request', 'single-request-reopen', 'debug', 'xndots:4']));
  if (random() < 0.3) options.reverse();
  return `options ${options.join(' ')}`;
}

export function randomHosts(random: Random, name: string): string {
  const lines = ['127.0.0.1 localhost', '::1 localhost'];
  const base = name.replace(/\.$/, '');
  const count = random() < 0.8 ? 0 : 1 + Math.floor(random() * 4);
  for (let index = 0; index < count; index += 1) {
    const address = pick(random, ['10.1.0.1', '10.1.0.2', 'fd00::1', 'fd00::2', '10.1', 'bad', '999.1.1.1', '']);
    const word = pick(random, [base, base, base, base.toUpperCase(), `${base}.`, `x${base}`, 'other']);
    const before = pick(random, ['', '', 'canon.test ', 'un_der ', 'a '.repeat(260)]);
    lines.push(
      `${pick(random, ['', '', '', ' '])}${address}${pick(random, [' ', '\t'])}${before}${word}${pick(random, ['', '', ' alias', '#c', ' '])}`,
    );
  }
  return lines.join('\n') + (random() < 0.85 ? '\n' : '');
}
