/**
 * Names of glibc's libstdc++ as Alpine's has them: without glibc's locales a locale is an `int*` and a mask of ctype an unsigned int (config/locale/generic and
 * config/os/generic of libstdc++), and without symbol versions (`--disable-symvers`) what only old programs bind is not there. Held against libraries that musllinux
 * wheels bring: GCC 12 with versions, 0 differences on x86_64 and aarch64; Alpine's own of GCC 14, which exports some 900 more.
 */
export function onAlpine(names: string): string {
  return names
    .split(' ')
    .filter((name) => !absent.test(name))
    .map(spelled)
    .join(' ');
}

/** What the libstdc++ of GCC 14 in the musllinux wheels of pyarrow 25.0.1 (x86_64) and greenlet 3.5.5 (aarch64) lacks of the symbols files' names; binary128 is there on aarch64 only. */
const absent =
  /^(?:_ZNVSt9__atomic011atomic_flag|_ZSt(?:10adopt_lock|10defer_lock|11try_to_lock|15future_category|21ios_base_library_initv)$|_ZNSt11char_traitsI[cw]E2eqERK|_ZNSt19istreambuf_iteratorI[cw]St11char_traitsI[cw]EEppEv$|_ZN10__gnu_norm15_List_node_base|_ZSt(?:10from_chars|8to_chars)P.*DF128_)/;

function spelled(name: string): string {
  if (name.includes('P15__locale_struct')) {
    // The struct's own name was a candidate for substitution, an int is none: later ones move up.
    const shorter = name.replaceAll('P15__locale_struct', 'Pi').replace(/S2_$/, 'S1_');
    return shorter.includes('5ctypeIc') ? shorter.replace('PKt', 'PKj') : shorter;
  }
  if (/^_ZNSt5ctypeIcEC[12]EPKt/.test(name)) return name.replace('PKt', 'PKj');
  if (/^_ZNKSt5ctypeIwE(?:10do_scan_is|11do_scan_not|19_M_convert_to_wmask|5do_is)Et/.test(name)) return name.replace(/Et/, 'Ej');
  return name === '_ZNKSt5ctypeIwE5do_isEPKwS2_Pt' ? '_ZNKSt5ctypeIwE5do_isEPKwS2_Pj' : name;
}
