import { identifyLoader } from './identify.ts';
import type { LoadRequest, LoadResult, Trial } from './load-result.ts';
import type { LoaderFact } from './loader-fact.ts';
import { mapLibrary } from './musl/map-library.ts';
import type { MuslLoader } from './musl/musl-process.ts';
import { originOf } from './musl/rpath.ts';
import { openMusl, startMusl } from './musl/start.ts';
import { openGlibc, startGlibc } from './glibc/start.ts';
import { originOf as glibcOrigin } from './glibc/map-object.ts';
import type { GlibcLoader } from './identify.ts';
import type { ObjectFacts } from './objects/object-facts.ts';
import { runLoader } from './run-loader.ts';
import { result, unknown } from './answer.ts';
import { glibcResult, muslResult } from './process.ts';
import { LoadStop } from './stop.ts';
import type { World } from './world.ts';

/** `host --list FILE`: the loader started as a command. */
export function listFile(world: World, request: LoadRequest, trail: Trial[] | null): LoadResult {
  const { host } = request;
  if (host === undefined) return unknown('list needs the loader as its host', 'none', trail);
  const found = world.lookup(host, request.cwd ?? '/');
  if (!found.ok) return unknown(`there is no loader ${host}`, 'none', trail);
  const loader = identifyLoader(world, found.entry.identity, host);
  if (loader.family === 'musl') return listMusl(world, request, host, loader.musl, trail);
  if (loader.family === 'glibc') return listGlibc(world, request, host, loader.glibc, trail);
  return unknown(`${host} is no loader that can list`, 'none', trail);
}

function listMusl(world: World, request: LoadRequest, host: string, loader: MuslLoader, trail: Trial[] | null): LoadResult {
  const { path, cwd = '/', uid = 0, env = {} } = request;
  const opened = world.open(path, cwd, uid);
  const base = {
    world,
    loader,
    cwd,
    uid,
    secure: false,
    libraryPath: env['LD_LIBRARY_PATH'] ?? null,
    preload: env['LD_PRELOAD'] ?? null,
    trail,
  };
  const refused = (fact: LoaderFact): LoadResult => {
    const process = openMusl({ ...base, program: loader.object, programName: path, origin: null, ldsoName: host });
    process.facts.push(fact);
    return result(muslResult(process, null, host, null), trail);
  };
  if ('errno' in opened) return refused({ kind: 'musl-cannot-load', path, errno: opened.errno });
  const probe = openMusl({ ...base, program: loader.object, programName: path, origin: null, ldsoName: host });
  let object: ObjectFacts | null = null;
  const crash = runLoader(probe, () => {
    object = mappedObject(mapLibrary(probe, path, opened.entry.identity));
  });
  if (crash !== null) return result(muslResult(probe, crash, host, null), trail);
  return object === null ? refused({ kind: 'musl-not-dynamic', path }) : listMuslObject(base, object, path, host);
}

function mappedObject(mapped: ReturnType<typeof mapLibrary>): ObjectFacts | null {
  return 'object' in mapped ? mapped.object : null;
}

type Base = Omit<Parameters<typeof openMusl>[0], 'program' | 'programName' | 'origin' | 'ldsoName'>;

function listMuslObject(base: Base, object: ObjectFacts, path: string, host: string): LoadResult {
  const start = { ...base, program: object, programName: path, origin: originOf(path), ldsoName: object.elf.interpreter ?? host };
  const process = openMusl(start);
  const stop = runLoader(process, () => startMusl(process, start));
  return result(muslResult(process, stop, host, object.elf.interpreter ?? null), base.trail);
}

/** Since 2.33 (measured: not 2.31, but 2.36) the loader dereferences the dynamic section that a static program has not. */
function listGlibc(world: World, request: LoadRequest, host: string, loader: GlibcLoader, trail: Trial[] | null): LoadResult {
  const { path, cwd = '/', uid = 0, env = {} } = request;
  const found = world.lookup(path, cwd);
  const object = found.ok ? world.object(found.entry.identity) : null;
  if (object === null || 'unknown' in object) return unknown(`${path} is no ELF file that was read`, `glibc-${loader.version}`, trail);
  const start = {
    world,
    loader,
    program: object,
    progname: path,
    origin: glibcOrigin(path, cwd),
    interpreter: object.elf.interpreter ?? host,
    cwd,
    uid,
    secure: false,
    env,
    trail,
  };
  const process = openGlibc(start);
  const stop = runLoader(process, () => {
    if (object.elf.dynamic !== undefined) startGlibc(process, start);
    else if (Number(loader.version.slice(2)) >= 33)
      throw new LoadStop('crash-after-load', 'glibc 2.33 and later crash when they list a static program');
  });
  return result(glibcResult(process, stop, object.elf.interpreter ?? null), trail);
}
