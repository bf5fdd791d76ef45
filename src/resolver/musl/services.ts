import { cString, decimalAt, isSpace, lineReader } from '../c-text.ts';
import type { LookupRequest } from '../client.ts';
import type { MuslRun } from './run.ts';

/** Whether the service can be had for the socket type (`lookup_serv.c`): undefined when it can, else the error. */
export function serviceFailure(run: MuslRun, request: LookupRequest): 'EAI_NONAME' | 'EAI_SERVICE' | undefined {
  const { service, flags } = request;
  if (service === undefined) return undefined;
  if (service === '') return 'EAI_SERVICE';
  const number = /^[\t-\r ]*\+?(\d+)$/.exec(service);
  if (number) return Number(number[1]) > 65_535 ? 'EAI_SERVICE' : undefined;
  if (flags.includes('AI_NUMERICSERV')) return 'EAI_NONAME';
  return isListed(run, service) ? undefined : 'EAI_SERVICE';
}

function isListed(run: MuslRun, service: string): boolean {
  const reader = lineReader(run.world.readFile('services') ?? '');
  for (let piece = reader.fgets(128); piece !== undefined; piece = reader.fgets(128)) {
    const line = cString(piece).replace(/#[\s\S]*$/, '\n');
    if (!mentions(line, service)) continue;
    const port = /^[^\t-\r ]*[\t-\r ]+(\d+)\/(tcp|udp)/.exec(line);
    if (port && (decimalAt(port[1] ?? '', 0) ?? 65_536) <= 65_535 && port[2] === 'tcp') return true;
  }
  return false;
}

function mentions(line: string, service: string): boolean {
  for (let place = line.indexOf(service); place !== -1; place = line.indexOf(service, place + 1)) {
    const after = line[place + service.length];
    if ((place === 0 || isSpace(line[place - 1])) && (after === undefined || isSpace(after))) return true;
  }
  return false;
}
