/** One challenge of a `WWW-Authenticate` header; scheme and parameter names are in lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Reads the challenges of a `WWW-Authenticate` header (RFC 9110 section 11.6.1). What breaks the grammar ends the list. */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  const text = header.slice(0, LONGEST);
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    take(/[\s,]*/y);
    const parameter = take(/([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([\w!#$%&'*+.^`|~:/-]+))/y);
    if (parameter !== null) {
      const last = challenges.at(-1);
      if (last === undefined) break;
      last.parameters[parameter[1]!.toLowerCase()] ??= parameter[3] ?? parameter[2]!.replaceAll(/\\(.)/g, '$1');
      continue;
    }
    const scheme = take(/([\w!#$%&'*+.^`|~-]+)(?:\s+|(?=,)|$)/y);
    if (scheme === null) break;
    challenges.push({ scheme: scheme[1]!.toLowerCase(), parameters: Object.create(null) as Record<string, string> });
    // A token68 (RFC 9110 section 11.2) belongs to schemes that are of no use here.
    take(/[A-Za-z0-9\-._~+/]+=*(?=\s*(?:,|$))/y);
  }
  return challenges;
}

const LONGEST = 16 * 1024;
