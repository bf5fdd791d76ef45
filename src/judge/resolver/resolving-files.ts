import type { ElfFacts } from '../../tree/elf-facts.ts';
import { symbolName, undefinedSymbols } from '../../tree/elf-symbols.ts';
import { findArtifacts } from '../find-artifacts.ts';
import type { FoundArtifact } from '../find-artifacts.ts';
import type { Software } from '../software.ts';

/** Files of a software that resolve names. */
export interface ResolvingFiles {
  /** They call the C library's resolver: the base decides what happens. */
  readonly throughLibc: readonly FoundArtifact[];
  /** Static programs with musl inside: they bring their resolver along. */
  readonly staticMusl: readonly FoundArtifact[];
}

const known = new WeakMap<Software, ResolvingFiles>();

/** Everything beyond the base itself, programs first, found once a software. */
export function resolvingFiles(software: Software): ResolvingFiles {
  const before = known.get(software);
  if (before !== undefined) return before;
  const artifacts = findArtifacts(software, new Set(['application', 'runtime', 'packages']));
  const found = {
    throughLibc: artifacts
      .filter(({ elf }) => elf !== null && callsResolver(elf))
      .toSorted((a, b) => Number(b.kind === 'program') - Number(a.kind === 'program')),
    staticMusl: artifacts.filter(({ elf, kind }) => kind === 'static-program' && elf?.staticLibc === 'musl'),
  };
  known.set(software, found);
  return found;
}

const calls: ReadonlySet<string> = new Set([
  'getaddrinfo',
  'getaddrinfo_a',
  'gethostbyname',
  'gethostbyname2',
  'gethostbyname_r',
  'gethostbyname2_r',
]);

function callsResolver({ symbols }: ElfFacts): boolean {
  return undefinedSymbols(symbols).some((index) => calls.has(symbolName(symbols, index)));
}
