import { doubtsOf, type ObjectFacts } from '../objects/object-facts.ts';
import type { Trial } from '../load-result.ts';
import type { World } from '../world.ts';
import { loadDependencies } from './load-dependencies.ts';
import { loadLibrary } from './load-library.ts';
import type { Dso, MuslLoader, MuslProcess } from './musl-process.ts';
import { relocateAll } from './relocate.ts';

export interface MuslStart {
  readonly world: World;
  readonly loader: MuslLoader;
  readonly program: ObjectFacts;
  /** As the loader prints it: the path given to execve, or to the loader as a command. */
  readonly programName: string;
  /** Directory for $ORIGIN of the program; null where it is not to be had. */
  readonly origin: string | null;
  /** PT_INTERP's text, or what the loader was started as. */
  readonly ldsoName: string;
  readonly cwd: string;
  readonly uid: number;
  readonly secure: boolean;
  readonly libraryPath: string | null;
  readonly preload: string | null;
  readonly trail: Trial[] | null;
}

/** __dls3: preloads, dependencies, relocation of everything, the program last. */
export function startMusl(process: MuslProcess, start: MuslStart): void {
  for (const name of preloads(start.secure ? null : start.preload)) loadLibrary(process, name, null, true);
  loadDependencies(process, process.head);
  process.globalCount = process.chain.length;
  relocateAll(process, process.chain.slice(1), process.chain);
  relocateAll(process, [process.head], process.chain);
  process.runtime = true;
}

/** Separated by white space and colons; what cannot be loaded is passed over in silence (load_preload). */
function preloads(text: string | null): readonly string[] {
  return (text ?? '').split(/[:\s]+/).filter((name) => name !== '');
}

export function openMusl(start: MuslStart): MuslProcess {
  const head = dsoOf(start.program, start.programName, start.origin);
  const ldso: Dso = { ...dsoOf(start.loader.object, start.ldsoName, null), shortname: 'libc.so', deps: [], relocated: true };
  return {
    world: start.world,
    loader: start.loader,
    workingDirectory: start.cwd,
    uid: start.uid,
    secure: start.secure,
    libraryPath: start.secure ? null : start.libraryPath,
    ldso,
    ldsoName: start.ldsoName,
    head,
    chain: [head],
    globalCount: 1,
    runtime: false,
    systemPath: null,
    errno: 'none',
    facts: [],
    found: [],
    risks: [],
    doubts: doubtsOf(start.programName, start.program.elf),
    trail: start.trail,
  };
}

function dsoOf(object: ObjectFacts, name: string, origin: string | null): Dso {
  return {
    name,
    shortname: null,
    object,
    inode: null,
    neededBy: null,
    origin,
    rpath: undefined,
    deps: null,
    relocated: false,
    lazy: false,
    startup: true,
  };
}
