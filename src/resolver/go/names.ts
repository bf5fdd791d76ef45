import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { DnsName } from '../../formats/wire/dns-name.ts';
import type { GoDnsConfig } from './dns-config.ts';
import type { GoSwitches } from './switches.ts';

/** `isDomainName`: letters, digits, hyphens and underscores in labels that do not begin or end with a hyphen, not all digits. */
export function isDomainName(name: ByteText): boolean {
  if (name === '.') return true;
  if (name.length === 0 || name.length > 254 || (name.length === 254 && !name.endsWith('.'))) return false;
  const labels = (name.endsWith('.') ? name.slice(0, -1) : name).split('.');
  if (!labels.every((label) => label.length <= 63 && /^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?$/.test(label))) return false;
  return /[A-Za-z_-]/.test(name);
}

/** `nameList`: candidates in order, each with a trailing dot. */
export function nameList(config: GoDnsConfig, name: ByteText, switches: GoSwitches): ByteText[] {
  const rooted = name.endsWith('.');
  if (name.length > 254 || (name.length === 254 && !rooted)) return [];
  if (!switches.onionPerCandidate && isOnion(name)) return [];
  const allowed = (candidate: ByteText): boolean => !switches.onionPerCandidate || !isOnion(candidate);
  if (rooted) return allowed(name) ? [name] : [];
  const enoughDots = name.split('.').length - 1 >= config.ndots;
  const absolute = `${name}.`;
  const searched = config.search.map((suffix) => absolute + suffix).filter((candidate) => candidate.length <= 254);
  return (enoughDots ? [absolute, ...searched] : [...searched, absolute]).filter((candidate) => allowed(candidate));
}

/** RFC 7686: never asked in the DNS. */
function isOnion(name: ByteText): boolean {
  return name === '' || name.replace(/\.$/, '').toLowerCase().endsWith('.onion');
}

/** Labels of a candidate, undefined where `Name.pack` fails. */
export function packName(candidate: ByteText): DnsName | undefined {
  if (candidate === '.') return [];
  if (!candidate.endsWith('.')) return undefined;
  const labels = candidate.slice(0, -1).split('.');
  return labels.every((label) => label.length > 0 && label.length < 64) && candidate.length <= 254 ? labels : undefined;
}
