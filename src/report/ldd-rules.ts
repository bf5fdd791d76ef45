import type { Trial } from '../loader/load-result.ts';
import { printable } from './text-layout.ts';

/** The loader's rule in words of the field. */
export function ruleWords(rule: Trial['rule'], of: string | undefined): string {
  const owner = of === undefined ? '' : ` of ${printable(of)}`;
  return `${WORDS[rule]}${owner}`;
}

const WORDS: Readonly<Record<Trial['rule'], string>> = {
  asked: 'asked for',
  path: 'by its path',
  preload: 'LD_PRELOAD',
  'preload-file': '/etc/ld.so.preload',
  'library-path': 'LD_LIBRARY_PATH',
  rpath: 'DT_RPATH',
  runpath: 'DT_RUNPATH',
  cache: '/etc/ld.so.cache',
  'path-file': '/etc/ld-musl-*.path',
  default: 'default directory',
  reserved: 'musl itself',
  loaded: 'already loaded',
  interpreter: 'PT_INTERP',
};
