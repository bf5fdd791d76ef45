const RESERVED = ['c.', 'pthread.', 'rt.', 'm.', 'dl.', 'util.', 'xnet.'];
/** Before 1.1.16 the whole word up to the first dot was compared, by its own length only: `lib.` and every beginning of a reserved word matched too. */
const WORDS = ['c', 'pthread', 'rt', 'm', 'dl', 'util', 'xnet'];

/** Names that musl takes for itself without looking at any file (load_library in ldso/dynlink.c). */
export function isReservedName(name: string, release: readonly [number, number, number] | null): boolean {
  if (!name.startsWith('lib')) return false;
  const rest = name.slice(3);
  if (release === null || !isOld(release)) return RESERVED.some((word) => rest.startsWith(word));
  const dot = name.indexOf('.');
  return dot >= 3 && WORDS.some((word) => word.startsWith(name.slice(3, dot)));
}

function isOld([major, minor, patch]: readonly [number, number, number]): boolean {
  return major < 1 || (major === 1 && (minor < 1 || (minor === 1 && patch < 16)));
}
