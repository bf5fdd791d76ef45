import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { parseImageReference } from './image-reference.ts';

const DIGEST = `sha256:${'ab01'.repeat(16)}`;
const SEEDS = [
  'alpine',
  'alpine:3.20',
  'localhost:5000/a/b:c',
  `[::1]:5000/some/app:1@${DIGEST}`,
  `ghcr.io/org/x@${DIGEST}`,
  'a__b/c--d/e.f_g:T.1-2',
];

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'image reference',
    seeds: () => SEEDS.map((text) => Buffer.from(text)),
    run: (input) => void parseImageReference(Buffer.from(input).toString('latin1')),
  },
];
