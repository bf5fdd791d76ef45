import type { ByteText } from '../../formats/wire/byte-text.ts';
import { parseGoDnsConfig } from './dns-config.ts';
import { parseGoNsswitch, type GoNssSource } from './nsswitch.ts';
import type { GoSwitches } from './switches.ts';

export type LookupOrder = 'cgo' | 'files,dns' | 'dns,files' | 'files' | 'dns';

/** What decides how a Go program resolves a name; native-dependencies.md section 4.4, net/conf.go. */
export interface LookupOrderFacts {
  readonly switches: GoSwitches;
  /** Built with cgo, so that libc's resolver is at hand. */
  readonly cgoAvailable: boolean;
  /** `Resolver.PreferGo`, build tag `netgo`, `GODEBUG=netdns=go`. */
  readonly goForced: boolean;
  /** Build tag `netcgo`, `GODEBUG=netdns=cgo`. */
  readonly cgoForced: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** Undefined when there is no file; `unreadable` for errors other than "does not exist" and "permission denied". */
  readonly resolvConf: ByteText | undefined | 'unreadable';
  readonly nsswitch: ByteText | undefined;
  readonly mdnsAllowExists: boolean;
  readonly hostname: string;
  /** The name that is looked up. */
  readonly name: ByteText;
}

export interface LookupDecision {
  readonly order: LookupOrder;
  /** Word for what decided, with what was found. */
  readonly because: string;
  readonly detail?: string;
}

/** Whether this lookup goes to libc's `getaddrinfo`, and why. */
export function goUsesCgo(facts: LookupOrderFacts): LookupDecision & { readonly cgo: boolean } {
  const decision = lookupOrder(facts);
  return { ...decision, cgo: decision.order === 'cgo' };
}

export function lookupOrder(facts: LookupOrderFacts): LookupDecision {
  const mayUseCgo = facts.cgoAvailable && !facts.goForced;
  if (mayUseCgo) {
    const early = whyCgoAtOnce(facts);
    if (early !== undefined) return { order: 'cgo', ...early };
  }
  return facts.switches.rewrittenOrder ? modernOrder(facts, mayUseCgo) : olderOrder(facts, mayUseCgo);
}

type Reason = Omit<LookupDecision, 'order'>;

function whyCgoAtOnce({ cgoForced, env, name, resolvConf, hostname, switches }: LookupOrderFacts): Reason | undefined {
  if (cgoForced) return { because: 'cgo-forced' };
  if (env['LOCALDOMAIN'] !== undefined) return { because: 'environment', detail: 'LOCALDOMAIN' };
  for (const variable of ['RES_OPTIONS', 'HOSTALIASES'])
    if ((env[variable] ?? '') !== '') return { because: 'environment', detail: variable };
  if (/[\\%]/.test(name)) return { because: 'special-character' };
  if (resolvConf === 'unreadable') return { because: 'resolv-conf-unreadable' };
  const { unknown } = parseGoDnsConfig(resolvConf, hostname, switches);
  return unknown === undefined ? undefined : { because: 'unknown-resolv-conf-option', detail: unknown };
}

/** Since 1.21. */
function modernOrder(facts: LookupOrderFacts, mayUseCgo: boolean): LookupDecision {
  const fallback: LookupOrder = mayUseCgo ? 'cgo' : 'files,dns';
  const name = facts.name.replace(/\.$/, '');
  if (mayUseCgo && !facts.switches.localNeedsMdns && hasSuffix(name, '.local')) return { order: 'cgo', because: 'local-name' };
  if (facts.nsswitch === undefined) return { order: 'files,dns', because: 'no-nsswitch-conf' };
  const sources = parseGoNsswitch(facts.nsswitch);
  if (sources === undefined) return { order: fallback, because: 'nsswitch-unreadable' };
  if (sources.length === 0) return { order: 'files,dns', because: 'no-hosts-line' };
  const found: string[] = [];
  for (const [index, { source, standardCriteria }] of sources.entries()) {
    if (source === 'files' || source === 'dns') {
      if (mayUseCgo && !standardCriteria) return { order: 'cgo', because: 'non-standard-criteria', detail: source };
      found.push(source);
      continue;
    }
    if (mayUseCgo) {
      const reason = whySourceNeedsCgo(facts, name, source);
      if (reason !== undefined) return { order: 'cgo', ...reason };
      continue;
    }
    // Without cgo a source that Go does not know stands for dns, unless dns is listed as well.
    const dnsListed = found.includes('dns') || sources.slice(index + 1).some((other) => other.source === 'dns');
    if (!dnsListed) found.push('dns');
  }
  return { order: orderOf(found) ?? fallback, because: 'nsswitch-conf' };
}

/** Sources other than files and dns; undefined when Go may pass over this one. */
function whySourceNeedsCgo(facts: LookupOrderFacts, name: ByteText, source: ByteText): Reason | undefined {
  if (name !== '' && source === 'myhostname') {
    const own = isLocalhost(name) || /^_(gateway|outbound)$/i.test(name) || name.toLowerCase() === facts.hostname.toLowerCase();
    return own ? { because: 'myhostname-name', detail: source } : undefined;
  }
  if (name !== '' && source.startsWith('mdns')) {
    if (hasSuffix(name, '.local')) return { because: 'local-name', detail: source };
    return facts.mdnsAllowExists ? { because: 'mdns-allow', detail: source } : undefined;
  }
  return { because: 'unknown-source', detail: source };
}

/** Up to 1.20: one fallback for everything unusual, which without cgo is files before dns. */
function olderOrder(facts: LookupOrderFacts, mayUseCgo: boolean): LookupDecision {
  const fallback: LookupOrder = mayUseCgo ? 'cgo' : 'files,dns';
  const usual = (because: string, detail?: string): LookupDecision => ({
    order: fallback,
    because,
    ...(detail !== undefined && { detail }),
  });
  // Without cgo the same conditions lead to the fallback.
  if (!mayUseCgo) {
    const early = whyCgoAtOnce({ ...facts, cgoForced: false });
    if (early !== undefined) return { order: fallback, ...early };
  }
  const name = facts.name.replace(/\.$/, '');
  if (hasSuffix(name, '.local')) return usual('local-name');
  if (facts.nsswitch === undefined) return { order: 'files,dns', because: 'no-nsswitch-conf' };
  const sources = parseGoNsswitch(facts.nsswitch);
  if (sources === undefined) return usual('nsswitch-unreadable');
  if (sources.length === 0) return { order: 'files,dns', because: 'no-hosts-line' };
  const known: GoNssSource[] = [];
  for (const entry of sources) {
    const { source, standardCriteria } = entry;
    if (source === 'files' || source === 'dns') {
      if (!standardCriteria) return usual('non-standard-criteria', source);
      known.push(entry);
      continue;
    }
    const reason = whySourceNeedsCgo(facts, name, source);
    if (reason !== undefined) return usual(reason.because, reason.detail);
  }
  return { order: orderOf(known.map(({ source }) => source)) ?? fallback, because: 'nsswitch-conf' };
}

function orderOf(found: readonly string[]): LookupOrder | undefined {
  const files = found.includes('files');
  const dns = found.includes('dns');
  if (files && dns) return found[0] === 'files' ? 'files,dns' : 'dns,files';
  if (files) return 'files';
  return dns ? 'dns' : undefined;
}

function isLocalhost(name: ByteText): boolean {
  return /^localhost(\.localdomain)?$/i.test(name) || hasSuffix(name, '.localhost') || hasSuffix(name, '.localhost.localdomain');
}

function hasSuffix(name: ByteText, suffix: string): boolean {
  return name.toLowerCase().endsWith(suffix);
}
