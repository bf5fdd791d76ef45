import type { ElfFacts } from '../../tree/elf-facts.ts';
import { unknown } from '../../loader/answer.ts';
import { findHost } from '../../loader/plugins/find-host.ts';
import type { LoadMode, LoadRequest, LoadResult } from '../../loader/load-result.ts';
import { secondWall, type SecondWall } from '../../loader/second-wall.ts';
import { simulate } from '../../loader/simulate.ts';
import type { Place } from './place.ts';
import type { AskedFile } from './read-requests.ts';

export interface Answer {
  readonly path: string;
  readonly mode: LoadMode;
  /** The program that opens the file, where one is known. */
  readonly host?: string;
  /** The base it was asked on, when bases were named. */
  readonly on?: string;
  readonly result: LoadResult;
  /** What comes next once the interpreter is there; only where explanations are asked for. */
  readonly next?: readonly SecondWall[];
}

/** One file on one place; mode and host are filled in where the request leaves them open. */
export function ask(place: Place, asked: AskedFile, trail: boolean): Answer {
  const path = place.pathOf(asked.path);
  const { mode, host } = how(place, path, asked);
  const request: LoadRequest = {
    env: place.env,
    ...asked,
    path,
    mode,
    ...(host === undefined ? {} : { host }),
    trail,
  };
  const result = place.carries(path) ? simulate(place.world, request) : notCarried();
  return {
    path: asked.path,
    mode,
    ...(host === undefined ? {} : { host }),
    ...(place.name === null ? {} : { on: place.name }),
    result,
    ...(trail && result.outcome === 'no-interpreter' ? { next: secondWall(place.world, request) } : {}),
  };
}

function notCarried(): LoadResult {
  return unknown(
    'the file belongs to the base it comes from and is not carried to another; name it on the command line to carry it',
    'none',
    null,
  );
}

function how(place: Place, path: string, asked: AskedFile): { readonly mode: LoadMode; readonly host?: string } {
  const given = asked.host === undefined ? {} : { host: asked.host };
  const elf = elfAt(place, path, asked.cwd ?? '/');
  const mode = asked.mode ?? ((elf === null ? LIBRARY_NAME.test(path) : isLibrary(elf)) ? null : 'exec');
  if (mode === 'exec') return { mode, ...given };
  if (mode === 'list') return { mode, ...(asked.host === undefined ? loaderOf(elf) : given) };
  const guess = findHost(place.rootfs.tree, path);
  const chosen = asked.host ?? guess.host;
  return { mode: mode ?? guess.mode, ...(chosen === null ? {} : { host: chosen }) };
}

/** What is no ELF file and has such a name is opened all the same, by whoever trusts the name. */
const LIBRARY_NAME = /\.(?:so(?:\.\d+)*|node)$/;
const ET_DYN = 3;
const DF_1_PIE = 0x0800_0000;

/** loader.md 1.2: a shared object with PT_INTERP is a library when it has a SONAME; one without dynamic section is nobody's library. */
function isLibrary(elf: ElfFacts): boolean {
  const { dynamic } = elf;
  if (elf.type !== ET_DYN || dynamic === undefined || (dynamic.flags1 & DF_1_PIE) !== 0) return false;
  return elf.interpreter === undefined
    ? dynamic.soname !== undefined || elf.entry === 0n || dynamic.needed.length > 0
    : dynamic.soname !== undefined;
}

function loaderOf(elf: ElfFacts | null): { readonly host?: string } {
  return elf?.interpreter === undefined ? {} : { host: elf.interpreter };
}

function elfAt(place: Place, path: string, cwd: string): ElfFacts | null {
  const found = place.world.lookup(path, cwd);
  const elf = found.ok ? place.world.elf(found.entry.identity) : null;
  return elf === null || 'unknown' in elf ? null : elf;
}
