const names = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED', 'YXDOMAIN', 'YXRRSET', 'NXRRSET', 'NOTAUTH', 'NOTZONE'];

/** Mnemonic of a response code (IANA's registry, header bits only), or its number. */
export function rcodeName(rcode: number): string {
  return names[rcode] ?? `rcode ${rcode}`;
}
