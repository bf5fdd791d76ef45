/** `/name/1.0.0_peers` (5.x), `/name@1.0.0(peers)` (6.x), `name@1.0.0(peers)` (9.x). */
export type KeyStyle = 'slashes' | 'slash' | 'bare';

export function splitKey(key: string, style: KeyStyle): { readonly name: string; readonly version: string } {
  if (style === 'slashes') {
    const place = key.lastIndexOf('/');
    const version = key.slice(place + 1);
    const peers = version.indexOf('_');
    return { name: key.slice(0, Math.max(0, place)).replace(/^\//, ''), version: peers === -1 ? version : version.slice(0, peers) };
  }
  const bare = style === 'slash' ? key.replace(/^\//, '') : key;
  const peers = bare.indexOf('(');
  const whole = peers === -1 ? bare : bare.slice(0, peers);
  const place = whole.indexOf('@', 1);
  return place === -1 ? { name: whole, version: '' } : { name: whole.slice(0, place), version: whole.slice(place + 1) };
}
