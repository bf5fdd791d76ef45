import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { parsePackageUrl } from './package-url.ts';
import { readScan } from './read-scan.ts';
import { samples } from './samples.suite.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'scan document',
    seeds: () => Object.values(samples).map((sample) => Buffer.from(JSON.stringify(sample))),
    run: (input) => void readScan(input),
  },
  {
    name: 'package url',
    seeds: () => ['pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64', 'pkg:npm/%40types/node@24.0.0#sub'].map((text) => Buffer.from(text)),
    run: (input) => void parsePackageUrl(Buffer.from(input).toString()),
  },
];
