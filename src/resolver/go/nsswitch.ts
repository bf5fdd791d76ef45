import type { ByteText } from '../../formats/wire/byte-text.ts';

export interface GoNssSource {
  readonly source: ByteText;
  /** Every criterion is the default one, or returns at the end of its list. */
  readonly standardCriteria: boolean;
}

/** Sources of `hosts`; undefined when the file cannot be read as Go reads it (net/nss.go). */
export function parseGoNsswitch(text: ByteText): readonly GoNssSource[] | undefined {
  const hosts: GoNssSource[] = [];
  for (const raw of text.split('\n')) {
    const line = (raw.split('#', 1)[0] ?? '').trim();
    if (line === '') continue;
    const colon = line.indexOf(':');
    if (colon === -1) return undefined;
    const sources = parseSources(line.slice(colon + 1));
    if (sources === undefined) return undefined;
    if (line.slice(0, colon).trim() === 'hosts') hosts.push(...sources);
  }
  return hosts;
}

function parseSources(list: ByteText): GoNssSource[] | undefined {
  const sources: GoNssSource[] = [];
  let rest = list.trim();
  while (rest !== '') {
    const space = rest.indexOf(' ');
    const source = space === -1 ? rest : rest.slice(0, space);
    rest = space === -1 ? '' : rest.slice(space + 1).trim();
    let standardCriteria = true;
    if (rest.startsWith('[')) {
      const close = rest.indexOf(']');
      if (close === -1) return undefined;
      const standard = areStandard(rest.slice(1, close));
      if (standard === undefined) return undefined;
      standardCriteria = standard;
      rest = rest.slice(close + 1).trim();
    }
    sources.push({ source, standardCriteria });
  }
  return sources;
}

const defaultActions: Readonly<Record<string, string>> = {
  success: 'return',
  notfound: 'continue',
  unavail: 'continue',
  tryagain: 'continue',
};

/** Undefined when a criterion is malformed. */
function areStandard(text: ByteText): boolean | undefined {
  const words = text.split(/[ \t\r\n]+/).filter((word) => word !== '');
  let standard = true;
  for (const [index, word] of words.entries()) {
    const negated = word.startsWith('!');
    const criterion = (negated ? word.slice(1) : word).toLowerCase();
    const equals = criterion.indexOf('=');
    if (criterion.length < 3 || equals === -1) return undefined;
    const usual = defaultActions[criterion.slice(0, equals)];
    const action = criterion.slice(equals + 1);
    const last = index === words.length - 1;
    if (negated || usual === undefined || !(action === usual || (last && action === 'return'))) standard = false;
  }
  return standard;
}
