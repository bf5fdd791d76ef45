import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { hostileTargets } from '../scripted/hostile-world.suite.ts';

export const fuzzTargets: readonly FuzzTarget[] = hostileTargets('musl', ['musl-1.1.12', 'musl-1.2.3', 'musl-1.2.5']);
