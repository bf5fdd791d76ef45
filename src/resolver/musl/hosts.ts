import type { ByteText } from '../../formats/wire/byte-text.ts';
import { cString, isSpace, lineReader } from '../c-text.ts';
import type { LookupRequest } from '../client.ts';
import { isValidHostName } from './host-name.ts';
import { parseLiteral } from './ip-literal.ts';
import { mostAddresses, type MuslRun } from './run.ts';

export interface HostsResult {
  readonly addresses: readonly string[];
  /** The canonical name, where a line set one (even one without a usable address). */
  readonly canonicalName: ByteText | undefined;
  /** Failure although no address was found: only the other family is listed. */
  readonly failure: 'EAI_NONAME' | 'EAI_NODATA' | undefined;
  /** Entries of the other family that 1.1.14 and older count as addresses: their memory was never written. */
  readonly garbage: number;
}

/** /etc/hosts (`name_from_hosts`): case-sensitive, lines in pieces of 511 bytes, the name a word of its own. */
export function lookUpInHosts(run: MuslRun, name: ByteText, family: LookupRequest['family']): HostsResult {
  const { hostsOtherFamily, firstHostsCanon, wrongFamily } = run.switches;
  const addresses: string[] = [];
  let canonicalName: ByteText | undefined;
  let failure: HostsResult['failure'];
  let garbage = 0;
  const reader = lineReader(run.world.readFile('hosts') ?? '');
  for (let piece = reader.fgets(512); piece !== undefined && addresses.length + garbage < mostAddresses; piece = reader.fgets(512)) {
    const line = withoutComment(cString(piece));
    if (!mentions(line, name)) continue;
    const literal = parseLiteral(firstWord(line), family, wrongFamily, run.world.network);
    if (literal.kind === 'address') addresses.push(literal.address);
    else if (literal.kind === 'none' && hostsOtherFamily !== 'garbage') continue;
    else if (literal.kind === 'error' && hostsOtherFamily === 'garbage') garbage += 1;
    else if (literal.kind === 'error') {
      failure = wrongFamily;
      if (hostsOtherFamily === 'refused') continue;
    }
    if (firstHostsCanon && canonicalName !== undefined) continue;
    const candidate = firstWord(line.slice(firstWord(line).length).replace(/^[\t-\r ]+/, ''));
    if (isValidHostName(candidate)) canonicalName = candidate;
  }
  return { addresses, canonicalName, garbage, failure: addresses.length + garbage > 0 ? undefined : failure };
}

function withoutComment(line: ByteText): ByteText {
  const hash = line.indexOf('#');
  return hash === -1 ? line : `${line.slice(0, hash)}\n`;
}

/** White space must stand on both sides: the last word of a file without a final newline does not count. */
function mentions(line: ByteText, name: ByteText): boolean {
  for (let place = line.indexOf(name, 1); place !== -1; place = line.indexOf(name, place + 1)) {
    if (isSpace(line[place - 1]) && isSpace(line[place + name.length])) return true;
  }
  return false;
}

function firstWord(text: ByteText): ByteText {
  return text.split(/[\t-\r ]/, 1)[0] ?? '';
}
