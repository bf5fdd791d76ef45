import { brotliCompressSync, constants } from 'node:zlib';
import type { DebianIndex } from './debian-index.ts';

/** All installable names of two releases in three sorted blocks: in both, in the first only, in the second only. */
export function packNames(indexes: readonly DebianIndex[]): object {
  const [first, second] = indexes.map(({ names, provided }) => new Set([...names, ...provided]));
  if (first === undefined || second === undefined) throw new Error('two indexes are packed');
  const blocks = [
    [...first].filter((name) => second.has(name)),
    [...first].filter((name) => !second.has(name)),
    [...second].filter((name) => !first.has(name)),
  ];
  const text = blocks.map((names) => names.sort().join('\n')).join('\n\n');
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } };
  return {
    about: 'every name that apt installs from main: packages, and virtual ones with a single provider',
    generator: 'tools/generate-package-map.ts',
    source: 'Packages of deb.debian.org, read with apt',
    releases: indexes.map(({ release, date }) => ({ release, date })),
    encoding: 'base64 of brotli: names in both releases, a blank line, in the first only, a blank line, in the second only',
    names: brotliCompressSync(text, options).toString('base64'),
  };
}
