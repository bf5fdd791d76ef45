import type { FactChange } from '../bases/compare/differences.ts';

/** What a change of the loader or resolver means, in words: `a → b` for the rest. Names are those of the capability and switch tables. */
export function behaviourWords({ what, from, to }: FactChange): string {
  const name = what.replace(/^resolver /, '');
  const words = Object.hasOwn(phrases, name) ? phrases[name] : undefined;
  if (words === undefined) return `${spaced(name)}: ${shown(from)} → ${shown(to)}`;
  if (from === null || to === null) return `${words}: ${shown(from)} → ${shown(to)}`;
  if (typeof to === 'boolean') return `${to ? 'now' : 'no longer'}: ${words}`;
  return `${words}: ${shown(from)} → ${shown(to)}`;
}

/** Changes that programs meet in everyday use; the others stay in `--format json`, where hundreds of lines do no harm. */
export function isEveryday({ what }: FactChange): boolean {
  return !what.startsWith('resolver ') || everyday.has(what.slice('resolver '.length));
}

const everyday = new Set([
  'rewrittenNss',
  'filesBeforeDns',
  'strictOwners',
  'unlimitedSearch',
  'reload',
  'hostNamesOnly',
  'exactLiterals',
  'emptyResult',
  'replyBuffer',
  'strictPair',
  'worksWithoutIpv6',
  'optionNoAaaa',
]);

/** Loader: distro/libc/*-capabilities.ts and loader.md. Resolver: resolver/glibc/switches.ts, resolver/musl/switches.ts and dns-resolvers.md. */
const phrases: Readonly<Record<string, string>> = {
  hwcapsDirectories: 'libraries built for this processor (glibc-hwcaps/) are preferred',
  legacyHwcapsDirectories: 'the old folders for processors (tls/, haswell/) are searched',
  kernelNoteCheck: 'a library that asks for a newer kernel is passed over',
  relr: 'files with packed relocations (DT_RELR) load',
  unversionedObjectAccepted: 'a library without symbol versions may serve one that asks for them',
  executableStackRefused: 'loading a library that needs an executable stack is refused',
  depthFirstSort: 'dependencies are sorted depth first, so another failure may be reported first',
  mergedLibraries: 'libpthread, libdl, librt and libutil are part of libc',
  loaderHasIdentity: 'loading the loader by its path gives the one that runs',
  staticTlsReserve: 'bytes of thread-local storage kept for libraries that are loaded later',
  lazyDlopen: 'a library that lacks functions can be loaded until it calls them',
  twoLibcGuard: 'a second libc that is loaded is replaced by the first',
  initialExecCheck: 'loading a library with initial-exec thread-local storage is an error instead of silent damage',
  emptySegments: 'files with empty segments load',
  lfs64Symbols: 'open64 and its kind can be linked against',
  lfs64Remap: 'programs that ask for open64 and its kind are given open',
  lfs64RemapLimit: 'longest name that is remapped',
  qsortR: 'there is qsort_r',
  statx: 'there is statx',
  defaultThreadStack: 'bytes of stack of a thread',
  time64: 'time_t has 64 bits on 32-bit machines too',
  mallocng: 'the allocator is mallocng',
  rewrittenNss: 'a change of nsswitch.conf is seen by running programs',
  filesBeforeDns: 'without nsswitch.conf, /etc/hosts is read before DNS is asked',
  strictOwners: 'addresses in an answer must belong to the name that was asked for',
  unlimitedSearch: 'more than six search domains are used',
  reload: 'a change of resolv.conf is seen by running programs',
  hostNamesOnly: 'what is no host name is not asked for',
  exactLiterals: 'an address with something behind it is refused',
  emptyResult: 'a name without an address of that kind gives',
  replyBuffer: 'bytes of an answer that are read',
  strictPair: 'a lookup fails when one of its two questions (A, AAAA) is not answered',
  worksWithoutIpv6: 'name servers are asked where the kernel has no IPv6',
  optionNoAaaa: 'the option no-aaaa is known',
};

function spaced(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null) return 'not decided';
  return value === Infinity ? 'without limit' : String(value);
}
