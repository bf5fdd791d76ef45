import type { ElfFacts } from '../../tree/elf-facts.ts';
import { symbolName, undefinedSymbols } from '../../tree/elf-symbols.ts';
import { findArtifacts } from '../find-artifacts.ts';
import type { FoundArtifact } from '../find-artifacts.ts';
import type { TargetContext } from '../rule.ts';
import type { Software } from '../software.ts';

/** A file of the software that starts threads, as its undefined symbols show. */
export interface ThreadStarter {
  readonly artifact: FoundArtifact;
  /** `std::thread` leaves the size of the stack to libc; `pthread_create` does where the file names no function that sets one. */
  readonly by: 'std::thread' | 'pthread_create';
  readonly setsStack: boolean;
}

const known = new WeakMap<Software, readonly ThreadStarter[]>();

/** Of what is beyond the base and its packages, found once a software. */
function threadStarters(software: Software): readonly ThreadStarter[] {
  const before = known.get(software);
  if (before !== undefined) return before;
  const found = findArtifacts(software).flatMap((artifact) =>
    artifact.elf === null || supportLibraries.test(artifact.path) ? [] : (starter(artifact, artifact.elf) ?? []),
  );
  known.set(software, found);
  return found;
}

/**
 * Those that run on this target and are in use there: on a rebuilt target built again, elsewhere as they are. A program that does not start there has no threads.
 */
export function startersOn({ software, move, artifacts }: TargetContext): readonly ThreadStarter[] {
  const judged = new Map(artifacts.map((each) => [each.path, each]));
  return threadStarters(software).filter(({ artifact }) => {
    const here = judged.get(artifact.path);
    if (here?.use === 'other') return false;
    return move === 'rebuild' || here?.outcome === 'runs';
  });
}

function starter(artifact: FoundArtifact, { symbols }: ElfFacts): ThreadStarter | null {
  const names = new Set(undefinedSymbols(symbols).map((index) => symbolName(symbols, index)));
  const cpp = [...names].some((name) => name.startsWith('_ZNSt6thread15_M_start_thread'));
  if (!cpp && !names.has('pthread_create') && !names.has('thrd_create')) return null;
  return { artifact, by: cpp ? 'std::thread' : 'pthread_create', setsStack: !cpp && stackSetters.some((name) => names.has(name)) };
}

/** They start threads for those that call them, which are looked at themselves. */
const supportLibraries = /\/lib(?:stdc\+\+|gfortran|c\+\+)[-.][^/]*$/;
const stackSetters = ['pthread_attr_setstacksize', 'pthread_attr_setstack', 'pthread_setattr_default_np'];
