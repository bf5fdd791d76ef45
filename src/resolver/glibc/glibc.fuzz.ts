import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { hostileTargets } from '../scripted/hostile-world.suite.ts';

export const fuzzTargets: readonly FuzzTarget[] = hostileTargets('glibc', ['glibc-2.17', 'glibc-2.31', 'glibc-2.36', 'glibc-2.43']);
