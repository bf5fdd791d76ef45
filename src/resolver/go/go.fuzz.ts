import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { hostileTargets } from '../scripted/hostile-world.suite.ts';

export const fuzzTargets: readonly FuzzTarget[] = hostileTargets('go', ['go-1.19', 'go-1.24']);
