import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { hostileTargets } from '../scripted/hostile-world.suite.ts';

export const fuzzTargets: readonly FuzzTarget[] = hostileTargets('c-ares', ['c-ares-1.18', 'c-ares-1.34', 'node-resolve4']);
