/** The names that every server of the lab answers for: small, just too large for 512 bytes, far too large, and a chain of aliases. */
export const zoneName = 'big.test';

export const counts: Readonly<Record<string, number>> = { a1: 1, a20: 20, a40: 40, a100: 100 };
const chainLength = 12;
const filler = 'a-rather-long-label-to-make-the-chain-of-aliases-grow';

export interface ZoneRecord {
  readonly name: string;
  readonly type: 'A' | 'CNAME';
  readonly value: string;
}

/** Every record of the zone but SOA and NS, with full names without the last dot. */
export function zoneRecords(): readonly ZoneRecord[] {
  const records: ZoneRecord[] = [];
  for (const [name, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i++)
      records.push({ name: `${name}.${zoneName}`, type: 'A', value: `10.1.${Math.floor(i / 250)}.${(i % 250) + 1}` });
  }
  const link = (i: number): string => (i === 0 ? `chain.${zoneName}` : `${filler}-${i}.${zoneName}`);
  for (let i = 0; i < chainLength; i++) records.push({ name: link(i), type: 'CNAME', value: link(i + 1) });
  records.push({ name: link(chainLength), type: 'A', value: '10.2.0.1' });
  return records;
}

export const names: readonly string[] = [...Object.keys(counts), 'chain'].map((name) => `${name}.${zoneName}`);

/** The zone as a master file (RFC 1035 section 5). */
export function zoneFile(): string {
  const lines = zoneRecords().map(({ name, type, value }) => `${name}. 60 IN ${type} ${value}${type === 'CNAME' ? '.' : ''}`);
  return [
    `${zoneName}. 60 IN SOA ns.${zoneName}. root.${zoneName}. 1 3600 600 86400 60`,
    `${zoneName}. 60 IN NS ns.${zoneName}.`,
    `ns.${zoneName}. 60 IN A 127.0.0.1`,
    ...lines,
    '',
  ].join('\n');
}
