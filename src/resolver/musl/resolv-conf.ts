import type { ByteText } from '../../formats/wire/byte-text.ts';
import { cString, decimalAt, isDigit, isSpace, lineReader } from '../c-text.ts';
import { parseLiteral } from './ip-literal.ts';
import type { MuslRun } from './run.ts';

export interface MuslConfiguration {
  /** Canonical addresses, at most three. */
  readonly nameservers: readonly string[];
  readonly ndots: number;
  readonly attempts: number;
  /** Seconds. */
  readonly timeout: number;
  /** Everything behind the last `search` or `domain` keyword. */
  readonly search: ByteText;
}

const mostNameservers = 3;

/** /etc/resolv.conf as musl reads it on every lookup (`resolvconf.c`; up to 1.1.12 the reader inside `res_msend.c`). */
export function readResolvConf(run: MuslRun): MuslConfiguration {
  const text = run.world.readFile('resolv.conf');
  if (!run.switches.searchDomains) return readOldResolvConf(run, text ?? '');
  const found = { nameservers: [] as string[], ndots: 1, attempts: 2, timeout: 5, search: '' };
  const reader = lineReader(text ?? '');
  for (let piece = reader.fgets(256); piece !== undefined; piece = reader.fgets(256)) {
    const line = cString(piece);
    if (!line.includes('\n') && !reader.atEnd) {
      run.note({ what: 'resolv-conf-line-skipped', detail: line.slice(0, 40) });
      reader.skipLine();
    } else if (hasKeyword(line, 'options')) {
      found.ndots = Math.min(option(line, 'ndots:') ?? found.ndots, 15);
      if (!run.switches.attemptsUnread) found.attempts = Math.min(option(line, 'attempts:') ?? found.attempts, 10);
      found.timeout = Math.min(option(line, 'timeout:') ?? found.timeout, 60);
    } else if (hasKeyword(line, 'nameserver')) {
      if (found.nameservers.length < mostNameservers) addNameserver(run, found.nameservers, line);
    } else if (hasKeyword(line, 'domain') || hasKeyword(line, 'search')) {
      found.search = line.slice(7).replace(/^[\t-\r ]+/, '');
    }
  }
  return withDefaultServer(found);
}

/** Up to 1.1.12: lines in pieces of 63 bytes, no search, and reading stops behind the third nameserver. */
function readOldResolvConf(run: MuslRun, text: ByteText): MuslConfiguration {
  const found = { nameservers: [] as string[], ndots: 1, attempts: 2, timeout: 5, search: '' };
  const reader = lineReader(text);
  while (found.nameservers.length < mostNameservers) {
    const piece = reader.fgets(64);
    if (piece === undefined) break;
    const line = cString(piece);
    if (hasKeyword(line, 'options')) {
      found.timeout = Math.min(option(line, 'timeout:') ?? found.timeout, 30);
      found.attempts = Math.min(option(line, 'attempts:') ?? found.attempts, 10) || 1;
    } else if (hasKeyword(line, 'nameserver')) addNameserver(run, found.nameservers, line);
  }
  return withDefaultServer(found);
}

function withDefaultServer(found: MuslConfiguration): MuslConfiguration {
  return found.nameservers.length > 0 ? found : { ...found, nameservers: ['127.0.0.1'] };
}

/** The keyword stands in column 0 and white space follows. */
function hasKeyword(line: ByteText, keyword: string): boolean {
  return line.startsWith(keyword) && isSpace(line[keyword.length]);
}

/** The first place in the line where the option's name stands, whatever is around it; a value that is no number leaves it unset. */
function option(line: ByteText, name: string): number | undefined {
  const place = line.indexOf(name);
  if (place === -1 || !isDigit(line[place + name.length])) return undefined;
  return decimalAt(line, place + name.length);
}

function addNameserver(run: MuslRun, nameservers: string[], line: ByteText): void {
  const [word = ''] = line
    .slice(11)
    .replace(/^[\t-\r ]+/, '')
    .split(/[\t-\r ]/, 1);
  const literal = parseLiteral(word, 'unspec', run.switches.wrongFamily, run.world.network);
  if (literal.kind === 'address') nameservers.push(literal.address);
  else run.note({ what: 'nameserver-not-an-address', detail: word });
}
