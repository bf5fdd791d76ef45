import type { LoaderFact } from './loader-fact.ts';
import type { LoadOutcome } from './load-result.ts';

/** The kind of failure that one line means; null for warnings. */
export function outcomeOf(fact: LoaderFact): LoadOutcome | null {
  switch (fact.kind) {
    case 'execve':
      return fact.because === 'file' ? 'bad-file' : 'no-interpreter';
    case 'musl-library':
      return ['ENOEXEC', 'EISDIR', 'EINVAL'].includes(fact.errno) ? 'bad-file' : 'missing-library';
    case 'musl-cannot-load':
    case 'glibc-open':
      return 'missing-library';
    case 'glibc-version':
      return fact.weak ? null : 'missing-version';
    case 'glibc-relr':
    case 'glibc-assertion':
      return 'missing-version';
    case 'musl-symbol':
    case 'glibc-symbol':
    case 'glibc-reference':
      return 'missing-symbol';
    case 'musl-initial-exec':
    case 'glibc-static-tls':
      return 'static-tls';
    case 'musl-relocation':
    case 'glibc-relocation':
      return 'unsupported-relocation';
    case 'musl-not-dynamic':
    case 'glibc-file':
      return 'bad-file';
    case 'glibc-preload':
    case 'glibc-unversioned':
      return null;
  }
}

/** Several kinds at once (musl reports everything): the first that the user has to repair names the outcome. */
const ORDER: readonly LoadOutcome[] = [
  'no-interpreter',
  'missing-library',
  'bad-file',
  'missing-version',
  'missing-symbol',
  'static-tls',
  'unsupported-relocation',
];

/** `runs` when no fact is a failure. */
export function outcomeOfAll(facts: readonly LoaderFact[]): LoadOutcome {
  const kinds = new Set(facts.map(outcomeOf));
  return ORDER.find((kind) => kinds.has(kind)) ?? 'runs';
}
