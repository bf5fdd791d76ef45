import type { MuslCapabilities } from '../../distro/libc/musl-capabilities.ts';
import type { Errno, LoaderFact } from '../loader-fact.ts';
import type { FoundObject, LoadRisk, Trial } from '../load-result.ts';
import type { Machine } from '../machine.ts';
import type { ObjectFacts } from '../objects/object-facts.ts';
import type { World } from '../world.ts';

/** struct dso of musl (ldso/dynlink.c), as far as it decides anything. */
export interface Dso {
  readonly name: string;
  shortname: string | null;
  readonly object: ObjectFacts;
  /** Device and inode; the program and the loader itself have none recorded. */
  readonly inode: string | null;
  readonly neededBy: Dso | null;
  /** Directory that stands for $ORIGIN; null when there is none to be had. */
  readonly origin: string | null;
  /** Undefined until first used. */
  rpath: string | null | undefined;
  /** Direct dependencies, once loaded. */
  deps: readonly Dso[] | null;
  relocated: boolean;
  lazy: boolean;
  /** Position in the program's thread-local storage is fixed at start. */
  readonly startup: boolean;
}

export interface MuslLoader {
  readonly object: ObjectFacts;
  readonly version: string;
  readonly capabilities: MuslCapabilities;
  readonly machine: Machine;
}

export interface MuslProcess {
  readonly world: World;
  readonly loader: MuslLoader;
  readonly workingDirectory: string;
  readonly uid: number;
  readonly secure: boolean;
  readonly libraryPath: string | null;
  readonly ldso: Dso;
  readonly ldsoName: string;
  readonly head: Dso;
  /** Load order, the program first; the loader stands where it was first asked for. */
  readonly chain: Dso[];
  /** The global scope after start: a prefix of `chain`. */
  globalCount: number;
  runtime: boolean;
  systemPath: string | null;
  errno: Errno;
  readonly facts: LoaderFact[];
  readonly found: FoundObject[];
  readonly risks: LoadRisk[];
  readonly doubts: string[];
  readonly trail: Trial[] | null;
}
