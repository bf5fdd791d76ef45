import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onAlpine } from './alpine-libstdcxx.ts';

/** Left: glibc's spelling; right: as readelf shows the libstdc++.so.6 (GCC 12) that the musllinux wheel of tokenizers 0.23.1 brings. */
const pairs = [
  ['_ZNSt7__cxx118numpunctIwEC1EP15__locale_structm', '_ZNSt7__cxx118numpunctIwEC1EPim'],
  ['_ZNSt6locale5facet18_S_create_c_localeERP15__locale_structPKcS2_', '_ZNSt6locale5facet18_S_create_c_localeERPiPKcS1_'],
  ['_ZSt14__convert_to_vIfEvPKcRT_RSt12_Ios_IostateRKP15__locale_struct', '_ZSt14__convert_to_vIfEvPKcRT_RSt12_Ios_IostateRKPi'],
  ['_ZNSt5ctypeIcEC1EP15__locale_structPKtbm', '_ZNSt5ctypeIcEC1EPiPKjbm'],
  ['_ZNSt5ctypeIcEC2EPKtbm', '_ZNSt5ctypeIcEC2EPKjbm'],
  ['_ZNKSt5ctypeIwE11do_scan_notEtPKwS2_', '_ZNKSt5ctypeIwE11do_scan_notEjPKwS2_'],
  ['_ZNKSt5ctypeIwE5do_isEtw', '_ZNKSt5ctypeIwE5do_isEjw'],
  ['_ZNKSt5ctypeIwE5do_isEPKwS2_Pt', '_ZNKSt5ctypeIwE5do_isEPKwS2_Pj'],
  ['_ZNKSt5ctypeIwE10do_tolowerEPwPKw', '_ZNKSt5ctypeIwE10do_tolowerEPwPKw'],
] as const;

test('names with a locale or a ctype mask are spelled as musl’s libstdc++ has them', () => {
  assert.equal(onAlpine(pairs.map(([glibc]) => glibc).join(' ')), pairs.map(([, musl]) => musl).join(' '));
});

test('names that only versions keep apart are not there, and neither is what GCC 13 asks of every program with iostreams', () => {
  assert.equal(
    onAlpine('_ZSt4cout _ZSt21ios_base_library_initv _ZSt10adopt_lock _ZN10__gnu_norm15_List_node_base6unhookEv _ZSt4cerr'),
    '_ZSt4cout _ZSt4cerr',
  );
});
