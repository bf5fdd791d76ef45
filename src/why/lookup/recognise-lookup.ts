import { errorText, failureOfCode } from './error-texts.ts';
import type { LookupRule } from './lookup-rule.ts';
import type { LookupFailure, RecognisedLookup } from './recognised-lookup.ts';
import { runtimeRules } from './runtime-rules.ts';
import { toolRules } from './tool-rules.ts';

/** What one line says of a name that could not be resolved; null when it says nothing of the kind. */
export function recogniseLookupLine(line: string): RecognisedLookup | null {
  if (!KEY.test(line)) return null;
  for (const rule of RULES) {
    const match = rule.pattern.exec(line);
    const found = match === null ? null : read(rule, match);
    if (found !== null) return found;
  }
  return null;
}

/** The catch-all of the runtimes stands behind the tools' own wordings. */
const RULES: readonly LookupRule[] = [
  ...runtimeRules.filter(({ by }) => by !== 'unnamed'),
  ...toolRules.filter(({ by }) => by !== 'unnamed'),
  ...runtimeRules.filter(({ by }) => by === 'unnamed'),
  ...toolRules.filter(({ by }) => by === 'unnamed'),
];

/** Words of which every rule has one: almost every line of a log has none. */
const KEY =
  /getaddrinfo|query[A-Z]|Resolving|[Uu]nknown ?[Hh]ost|resolv|lookup |DnsNameResolver|Errno|gaierror|not known|not found|SocketException|HttpRequestException|nxdomain|non-existing|bad address|Bad hostname|translate host|server host|look up|[Cc]an't |no address|No address|DNS|Name has|no records? found|servname|such host|servers could be|communications error|Truncated|temporary error|Host name lookup|Could not connect to Redis|could not be resolved|name resolution|plugin\/errors|limits were exceeded|DNS |Couldn't resolve|reply from unexpected|HEADER|flags: |zero addresses|Could not reach host|Error -|Name service error|nslookup: |dns resolution|Misformatted|Domain name/;

function read(rule: LookupRule, match: RegExpExecArray): RecognisedLookup | null {
  const { name, server, text, code, detail } = match.groups ?? {};
  const said = text === undefined ? undefined : errorText(text);
  const failure = said?.failure ?? (code === undefined ? undefined : failureOfCode(code)) ?? failureOf(rule, detail ?? '');
  if (failure === null) return null;
  return {
    kind: 'lookup',
    by: rule.by,
    failure,
    resolver: said?.resolver === 'c-ares' ? 'c-ares' : (rule.resolver ?? said?.resolver ?? null),
    libc: said?.libc ?? null,
    ...(name === undefined ? {} : { name: name.replace(/\.$/, name === '.' ? '.' : '') }),
    ...(server === undefined ? {} : { server }),
    line: match[0].trim(),
  };
}

function failureOf(rule: LookupRule, detail: string): LookupFailure | null {
  return typeof rule.failure === 'function' ? rule.failure(detail) : (rule.failure ?? null);
}
