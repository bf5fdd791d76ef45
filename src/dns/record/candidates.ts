const mostCandidates = 64;

/** Where search domains come from. */
export interface SearchSources {
  readonly resolvConf: string;
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
}

/**
 * Every name that some client may ask for: the name itself, and behind it each domain of each `search` and `domain` line, of LOCALDOMAIN and of the
 * host name, whichever of them that client takes. Without the trailing dot; names that do not fit into a message are left out.
 */
export function searchCandidates(name: string, sources: SearchSources): readonly string[] {
  const own = name.endsWith('.') ? name.slice(0, -1) : name;
  const domains = name.endsWith('.') ? [] : searchDomains(sources);
  const names = [own, ...domains.map((domain) => (domain === '' ? own : `${own}.${domain}`))];
  // Node asks in lower case.
  const all = new Set(names.flatMap((candidate) => [candidate, candidate.toLowerCase()]));
  return [...all].filter((candidate) => fits(candidate)).slice(0, mostCandidates);
}

function searchDomains({ resolvConf, env, hostname }: SearchSources): string[] {
  const domains = new Set<string>();
  const add = (text: string): void => {
    for (const word of text.split(/[\s,]+/)) if (word !== '') domains.add(word.replace(/\.$/, ''));
  };
  for (const line of resolvConf.split('\n')) {
    const list = /^\s*(?:search|domain)\s+([^#;]*)/.exec(line)?.[1];
    if (list !== undefined) add(list);
  }
  add(env['LOCALDOMAIN'] ?? '');
  const dot = hostname.indexOf('.');
  if (dot !== -1) add(hostname.slice(dot + 1));
  return [...domains];
}

function fits(name: string): boolean {
  if (name === '') return true;
  const labels = name.split('.');
  return labels.every((label) => label !== '' && Buffer.byteLength(label) <= 63) && Buffer.byteLength(name) <= 253;
}
