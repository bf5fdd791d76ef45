import { gzipSync } from 'node:zlib';
import type { FuzzTarget } from '../../tools/fuzz-target.ts';
import { tarOf, type TarLiteral } from '../formats/archive/write-tar.suite.ts';
import { zipOf } from '../formats/archive/write-zip.suite.ts';
import { imageOf } from './layers.suite.ts';
import { zipFacts } from './zip-extractor.ts';

const entries: readonly TarLiteral[] = [
  { name: './' },
  { name: 'usr/lib/' },
  { name: 'lib', linkName: 'usr/lib' },
  { name: 'lib/a', content: '#!/bin/sh\n' },
  { name: 'b', flag: '1', linkName: 'usr/lib/a' },
  { name: 'd/.wh..wh..opq' },
  { name: '.wh.x' },
  { name: '../up/../../y' },
  { name: 'loop', linkName: 'loop' },
  { name: 'loop/x' },
];

/** Headers of mutated archives would nearly always fail their checksum, so this one makes archives from odd names. */
export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'layers',
    seeds: () => [Buffer.from(entries.map(({ name, flag = '0', linkName = '' }) => [name, flag, linkName].join('\t')).join('\n'))],
    async run(input) {
      const lines = Buffer.from(input)
        .toString('latin1')
        .split('\n')
        .map((line) => line.split('\t'));
      const literals = lines.map(([name = '', flag = '', linkName = '']): TarLiteral => ({
        name: name.slice(0, 100),
        flag: flag.slice(0, 1) || '5',
        linkName: linkName.slice(0, 100),
      }));
      const usable = literals.filter(({ flag }) => !'MLKxXgS'.includes(flag ?? ''));
      const half = usable.length >> 1;
      const rootfs = await imageOf([usable.slice(0, half), gzipSync(tarOf(...usable.slice(half)))], {
        keeps: (path) => path.length % 3 === 0,
      });
      const seen = new Set<string>();
      for (const { path } of rootfs.tree.entries()) {
        if (seen.has(path) || !rootfs.tree.lookup(path, { follow: false }).ok) throw new Error(`${path} is not where it is listed`);
        seen.add(path);
        rootfs.tree.lookup(path);
      }
    },
  },
  {
    name: 'jar',
    seeds: () => [
      zipOf([
        { name: 'lib/x.so', content: '\x7fELF' },
        { name: 'in.jar', stored: true, content: zipOf([{ name: 'META-INF/MANIFEST.MF', content: 'a: b' }]) },
        { name: 'bin/tool', content: '\x7fELF\x02\x01\x01' },
      ]),
    ],
    run: (input) => void zipFacts((offset, length) => input.subarray(offset, offset + length), input.length),
  },
];
