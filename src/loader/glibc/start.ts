import type { LoaderFact } from '../loader-fact.ts';
import type { Trial } from '../load-result.ts';
import { doubtsOf, type ObjectFacts } from '../objects/object-facts.ts';
import { LoadStop } from '../stop.ts';
import type { GlibcLoader } from '../identify.ts';
import type { World } from '../world.ts';
import { checkVersions } from './check-versions.ts';
import { findObject } from './find-object.ts';
import { GlibcSignal, type GlibcProcess, type LinkMap } from './glibc-process.ts';
import { mapDependencies } from './map-dependencies.ts';
import { relocate } from './relocate.ts';
import { splitDirectories } from './search-list.ts';
import { freeStaticTls, OPTIONAL_STATIC_TLS } from './static-tls.ts';

const PRELOAD_FILE = '/etc/ld.so.preload';

export interface GlibcStart {
  readonly world: World;
  readonly loader: GlibcLoader;
  readonly program: ObjectFacts;
  readonly progname: string;
  /** Directory of /proc/self/exe; `/` for a program in the root. */
  readonly origin: string | null;
  readonly interpreter: string;
  readonly cwd: string;
  readonly uid: number;
  readonly secure: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly trail: Trial[] | null;
}

/** dl_main: preloads, dependencies, versions, relocation in reverse order of initialisation. Throws GlibcSignal or LoadStop at the failure that ends it. */
export function startGlibc(process: GlibcProcess, start: GlibcStart): void {
  const list = start.env['LD_LIBRARY_PATH'] ?? '';
  if (!start.secure && list !== '') process.libraryPath = splitDirectories(process, process.main, list, /[:;]/);
  const preloads = [
    ...preload(process, start.env['LD_PRELOAD'] ?? '', 'LD_PRELOAD'),
    ...preload(process, preloadFile(process), '/etc/ld.so.preload'),
  ];
  mapDependencies(process, process.main, [...new Set(preloads)]);
  checkAllVersions(process);
  process.tlsFree = freeStaticTls(
    process.maps.filter((map) => map.object.elf.tls !== undefined),
    process.loader.capabilities.staticTlsReserve,
  );
  const scope = process.main.searchlist ?? [];
  const order = process.main.initfini ?? [];
  for (const map of [...order].reverse()) if (map !== process.rtld) relocate(process, map, scope, process.lazy);
  process.phase = 'dlopen';
}

function checkAllVersions(process: GlibcProcess): void {
  let failed = false;
  for (const map of process.maps) if (checkVersions(process, map)) failed = true;
  if (failed) throw new LoadStop(null);
}

/** handle_preload_list and the reading of /etc/ld.so.preload: what cannot be opened is a warning. */
function preload(process: GlibcProcess, text: string, source: 'LD_PRELOAD' | '/etc/ld.so.preload'): LinkMap[] {
  const fromFile = source !== 'LD_PRELOAD';
  const names = fromFile ? text.replaceAll(/#[^\n]*/g, ' ').split(/[:\s]+/) : text.split(/[ :]+/);
  const maps: LinkMap[] = [];
  for (const name of names) {
    if (name === '' || (!fromFile && process.secure && name.includes('/'))) continue;
    try {
      const secure = !fromFile && process.secure;
      const before = process.maps.length;
      const map = findObject(process, {
        name,
        requester: process.main,
        loader: process.main,
        type: 'library',
        via: fromFile ? 'preload-file' : 'preload',
        ...(secure ? { secure } : {}),
      });
      if (process.maps.length > before) maps.push(map);
    } catch (error) {
      if (!(error instanceof GlibcSignal)) throw error;
      process.facts.push({ kind: 'glibc-preload', object: name, source, reason: reasonOf(error.fact) });
    }
  }
  return maps;
}

function preloadFile({ world }: GlibcProcess): string {
  const opened = world.open(PRELOAD_FILE, '/', 0);
  if ('errno' in opened || opened.entry.type !== 'file' || opened.entry.size === 0) return '';
  const bytes = world.content(opened.entry);
  if (bytes === null) throw new LoadStop('unknown', `${PRELOAD_FILE} was not read`);
  return Buffer.from(bytes).toString('utf8');
}

function reasonOf(fact: LoaderFact): string {
  return fact.kind === 'glibc-file' ? fact.reason : 'cannot open shared object file';
}

export function openGlibc(start: GlibcStart): GlibcProcess {
  const { elf } = start.program;
  const main = baseMap(start.program, '', [''], 'executable', start.origin);
  const soname = start.loader.object.elf.dynamic?.soname;
  const names = soname === undefined || soname === start.interpreter ? [start.interpreter] : [start.interpreter, soname];
  const rtld: LinkMap = { ...baseMap(start.loader.object, start.interpreter, names, 'library', null), relocated: true, initfini: null };
  const executable = elf.stack === undefined ? start.loader.machine.executableByDefault : (elf.stack.flags & 1) !== 0;
  const bindNow = start.env['LD_BIND_NOW'] ?? '';
  return {
    world: start.world,
    loader: start.loader,
    progname: start.progname,
    workingDirectory: start.cwd,
    uid: start.uid,
    secure: start.secure,
    libraryPath: null,
    main,
    rtld,
    maps: [main, rtld],
    lazy: bindNow === '' || start.secure,
    stackExecutable: executable,
    tlsFree: 0,
    tlsOptional: OPTIONAL_STATIC_TLS,
    phase: 'start',
    facts: [],
    found: [],
    risks: [],
    doubts: doubtsOf(start.progname, start.program.elf),
    trail: start.trail,
  };
}

function baseMap(object: ObjectFacts, name: string, names: string[], type: LinkMap['type'], origin: string | null): LinkMap {
  return {
    name,
    names,
    object,
    inode: null,
    loader: null,
    type,
    origin,
    rpathDirs: undefined,
    runpathDirs: undefined,
    initfini: null,
    searchlist: null,
    versionsChecked: false,
    relocated: false,
    staticTls: true,
  };
}
