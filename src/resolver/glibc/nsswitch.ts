import type { ByteText } from '../../formats/wire/byte-text.ts';
import { cLines, isSpace } from './c-text.ts';
import type { GlibcSwitches } from './switches.ts';

export type NssStatus = 'SUCCESS' | 'NOTFOUND' | 'UNAVAIL' | 'TRYAGAIN';
export type NssAction = 'return' | 'continue' | 'merge';

export interface NssService {
  readonly name: ByteText;
  readonly actions: Readonly<Record<NssStatus, NssAction>>;
}

/** Services of the `hosts` database; undefined when the file is so broken that glibc gives up on it (2.33 and later). */
export function parseHostsServices(text: ByteText | undefined, switches: GlibcSwitches): readonly NssService[] | undefined {
  let hosts: NssService[] | undefined;
  for (const line of cLines(text ?? '')) {
    const match = /^[ \t\n\v\f\r]*([^: \t\n\v\f\r]+)[: \t\n\v\f\r]+([\s\S]*)$/.exec(withoutComment(line, switches));
    if (match === null) continue;
    const [, database = '', list = ''] = match;
    // Up to 2.32 the first `hosts` line counts and a bad criterion ends the list, since then the last one does and ends everything.
    if (!switches.rewrittenNss) {
      if (database === 'hosts') hosts ??= parseServices(list).services;
      continue;
    }
    if (!knownDatabases.has(database)) continue;
    const { services, valid } = parseServices(list);
    if (!valid) return undefined;
    if (database === 'hosts') hosts = services;
  }
  return hosts ?? parseServices(switches.filesBeforeDns ? 'files dns' : 'dns [!UNAVAIL=return] files').services;
}

/** Comments are only known to the reader of up to 2.32; later a `#` is a service of that name, which does not exist. */
function withoutComment(line: ByteText, switches: GlibcSwitches): ByteText {
  return switches.rewrittenNss ? line : (line.split('#', 1)[0] ?? '');
}

const knownDatabases: ReadonlySet<string> = new Set([
  'aliases',
  'ethers',
  'group',
  'group_compat',
  'gshadow',
  'hosts',
  'initgroups',
  'netgroup',
  'networks',
  'passwd',
  'passwd_compat',
  'protocols',
  'publickey',
  'rpc',
  'services',
  'shadow',
  'shadow_compat',
]);

const usualActions: Record<NssStatus, NssAction> = { SUCCESS: 'return', NOTFOUND: 'continue', UNAVAIL: 'continue', TRYAGAIN: 'continue' };

/** nss/nss_action_parse.c: names with optional criteria in brackets. What was read before an error is in `services`. */
function parseServices(line: ByteText): { services: NssService[]; valid: boolean } {
  const services: NssService[] = [];
  let index = 0;
  const skipSpace = (): void => {
    while (isSpace(line[index])) index += 1;
  };
  const word = (ends: string): string => {
    const start = index;
    while (index < line.length && !isSpace(line[index]) && !ends.includes(line[index] ?? '')) index += 1;
    return line.slice(start, index);
  };
  for (;;) {
    skipSpace();
    const name = word('[');
    if (name === '') return { services, valid: true };
    const actions = { ...usualActions };
    skipSpace();
    if (line[index] === '[') {
      index += 1;
      skipSpace();
      do {
        const negated = line[index] === '!';
        if (negated) index += 1;
        const status = asStatus(word('=]'));
        skipSpace();
        if (status === undefined || line[index] !== '=') return { services, valid: false };
        index += 1;
        skipSpace();
        const action = asAction(word('=]'));
        if (action === undefined) return { services, valid: false };
        setAction(actions, status, action, negated);
        skipSpace();
      } while (line[index] !== ']');
      index += 1;
    }
    services.push({ name, actions });
  }
}

function asStatus(word: string): NssStatus | undefined {
  const status = word.toUpperCase();
  return status === 'SUCCESS' || status === 'UNAVAIL' || status === 'NOTFOUND' || status === 'TRYAGAIN' ? status : undefined;
}

function asAction(word: string): NssAction | undefined {
  const action = word.toLowerCase();
  return action === 'return' || action === 'continue' || action === 'merge' ? action : undefined;
}

function setAction(actions: Record<NssStatus, NssAction>, status: NssStatus, action: NssAction, negated: boolean): void {
  if (!negated) {
    actions[status] = action;
    return;
  }
  const kept = actions[status];
  actions.SUCCESS = action;
  actions.NOTFOUND = action;
  actions.UNAVAIL = action;
  actions.TRYAGAIN = action;
  actions[status] = kept;
}
