import type { GlibcLoader } from '../identify.ts';
import type { Errno, LoaderFact } from '../loader-fact.ts';
import type { FoundObject, LoadRisk, Trial } from '../load-result.ts';
import type { ObjectFacts } from '../objects/object-facts.ts';
import { Signal } from '../stop.ts';
import type { World } from '../world.ts';

/** struct link_map of glibc (include/link.h), as far as it decides anything. */
export interface LinkMap {
  /** l_name: empty for the program. */
  readonly name: string;
  /** l_libname: every name it was asked for by; DT_SONAME joins when first asked for. */
  readonly names: string[];
  readonly object: ObjectFacts;
  /** Device and inode; the program, the loader and the vDSO have none. */
  readonly inode: string | null;
  /** l_loader: who asked for it; null for what dlopen opens. */
  readonly loader: LinkMap | null;
  readonly type: 'executable' | 'library' | 'loaded';
  readonly origin: string | null;
  rpathDirs: readonly string[] | null | undefined;
  runpathDirs: readonly string[] | null | undefined;
  /** l_initfini: itself and its direct dependencies, or the whole sorted list for the root of a load. */
  initfini: readonly LinkMap[] | null;
  /** l_searchlist of the root of a load, breadth first. */
  searchlist: readonly LinkMap[] | null;
  versionsChecked: boolean;
  relocated: boolean;
  /** Its thread-local storage has a place in the static block. */
  staticTls: boolean;
}

export interface GlibcProcess {
  readonly world: World;
  readonly loader: GlibcLoader;
  /** argv[0] of the program: glibc's RTLD_PROGNAME. */
  readonly progname: string;
  readonly workingDirectory: string;
  readonly uid: number;
  readonly secure: boolean;
  /** Null when LD_LIBRARY_PATH is unset, empty or not to be trusted. */
  libraryPath: readonly string[] | null;
  readonly main: LinkMap;
  readonly rtld: LinkMap;
  /** _ns_loaded: load order. */
  readonly maps: LinkMap[];
  /** LD_BIND_NOW is not set. */
  readonly lazy: boolean;
  stackExecutable: boolean;
  tlsFree: number;
  tlsOptional: number;
  phase: 'start' | 'dlopen';
  readonly facts: LoaderFact[];
  readonly found: FoundObject[];
  readonly risks: LoadRisk[];
  readonly doubts: string[];
  readonly trail: Trial[] | null;
}

/** _dl_signal_error: fatal at the start of a process, the text of dlerror in dlopen, caught where an object may be missing. */
export class GlibcSignal extends Signal {
  readonly fact: LoaderFact;

  constructor(fact: LoaderFact) {
    super(fact.kind);
    this.name = 'GlibcSignal';
    this.fact = fact;
  }
}

export function fileError(object: string, reason: string, errno?: Errno): GlibcSignal {
  return new GlibcSignal({ kind: 'glibc-file', object, reason, ...(errno === undefined ? {} : { errno }) });
}

/** DSO_FILENAME: the program has no name of its own. */
export function displayName(process: GlibcProcess, map: LinkMap): string {
  return map.name === '' ? process.progname : map.name;
}

/** _dl_name_match_p. */
export function hasName(map: LinkMap, name: string): boolean {
  return map.name === name || map.names.includes(name);
}

/** 36 of `2.36`; the newest for a version that is not known, whose capabilities are undecided anyway. */
export function minorVersion({ loader }: Pick<GlibcProcess, 'loader'>): number {
  return Number(/^2\.(\d+)/.exec(loader.version)?.[1] ?? 99);
}
