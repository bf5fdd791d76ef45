import type { LoaderFact } from '../loader-fact.ts';
import type { HostKind } from './find-host.ts';

/** Names that only a host program exports: missing even in the host, they mean another version of it, not another C library (loader.md 7). */
const PATTERNS: readonly (readonly [HostKind, RegExp])[] = [
  ['node', /^(?:napi_|node_api_|node_module_|uv_|_ZNK?2v8|_ZNK?4node|_ZTV?I?N2v8|_ZTV?I?N4node)/],
  ['python', /^_?Py[A-Z_]/],
  ['perl', /^(?:Perl_|PL_)/],
  ['ruby', /^(?:rb_|ruby_)/],
  ['java', /^(?:JNI_|JVM_)/],
  ['php', /^(?:zend_|php_|_emalloc|_efree|_zend_)/],
  ['apache', /^(?:ap_|apr_)/],
  ['postgres', /^(?:Pg_|palloc|pfree|errmsg|errstart|errfinish|SPI_)/],
];

/** The host whose interface this symbol belongs to, or null. */
export function hostOfSymbol(symbol: string): HostKind | null {
  return PATTERNS.find(([, pattern]) => pattern.test(symbol))?.[0] ?? null;
}

/** The host whose interface a failed load asked for in vain: every missing symbol of it, and of which host. */
export function hostMismatch(facts: readonly LoaderFact[]): { readonly host: HostKind; readonly symbols: readonly string[] } | null {
  const symbols = facts.flatMap((fact) => (fact.kind === 'musl-symbol' || fact.kind === 'glibc-symbol' ? [fact.symbol] : []));
  const host = symbols.map(hostOfSymbol).find((each) => each !== null);
  return host === undefined || host === null ? null : { host, symbols: symbols.filter((symbol) => hostOfSymbol(symbol) === host) };
}
