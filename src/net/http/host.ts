/** Names and addresses that never leave this machine (RFC 6761, RFC 1122, RFC 4291). Brackets are removed before. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || /^127(?:\.\d{1,3}){3}$/.test(host) || host === '::1';
}

/** URL keeps the brackets of an IPv6 address, sockets want it without. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}
