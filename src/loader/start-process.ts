import { dlopenGlibc, forkGlibc } from './glibc/dlopen.ts';
import { openGlibc, startGlibc } from './glibc/start.ts';
import { originOf as glibcOrigin } from './glibc/map-object.ts';
import { startUnderGcompat } from './gcompat.ts';
import { type GlibcLoader, identifyLoader } from './identify.ts';
import type { LoadRequest, Trial } from './load-result.ts';
import { dlopenMusl, forkMusl } from './musl/dlopen.ts';
import type { MuslLoader } from './musl/musl-process.ts';
import { originOf as muslOrigin } from './musl/rpath.ts';
import { openMusl, startMusl } from './musl/start.ts';
import type { ObjectFacts } from './objects/object-facts.ts';
import { type Dynamic, glibcResult, muslResult, type Process, stopped } from './process.ts';
import { runLoader } from './run-loader.ts';
import type { World } from './world.ts';

export function startProcess(world: World, kernel: Dynamic, request: LoadRequest, trail: Trial[] | null): Process {
  const object = world.object(kernel.program.entry.identity);
  if (object === null || 'unknown' in object) return stopped(kernel, `${kernel.program.path} was not read`);
  return startObject(world, kernel, object, request, trail);
}

/** `object` is the program, wherever its facts come from. */
export function startObject(world: World, kernel: Dynamic, object: ObjectFacts, request: LoadRequest, trail: Trial[] | null): Process {
  const { interpreter, program } = kernel;
  trail?.push({ name: interpreter, neededBy: program.path, rule: 'interpreter', path: kernel.interpreterEntry.path, result: 'found' });
  const loader = identifyLoader(world, kernel.interpreterEntry.identity, interpreter);
  switch (loader.family) {
    case 'musl':
      return startWithMusl(world, kernel, loader.musl, object, request, trail);
    case 'glibc':
      return startWithGlibc(world, kernel, loader.glibc, object, request, trail);
    case 'gcompat':
      return startUnderGcompat(world, kernel, object, request, trail);
    case 'other':
      return stopped(kernel, `${interpreter}: ${loader.why}`);
  }
}

function startWithMusl(
  world: World,
  kernel: Dynamic,
  loader: MuslLoader,
  program: ObjectFacts,
  request: LoadRequest,
  trail: Trial[] | null,
): Process {
  const { secure } = kernel.program;
  const start = {
    world,
    loader,
    program,
    programName: kernel.execfn,
    origin: secure ? null : muslOrigin(kernel.program.entry.path),
    ldsoName: kernel.interpreter,
    cwd: request.cwd ?? '/',
    uid: request.uid ?? 0,
    secure,
    libraryPath: request.env?.['LD_LIBRARY_PATH'] ?? null,
    preload: request.env?.['LD_PRELOAD'] ?? null,
    trail,
  };
  const process = openMusl(start);
  const stop = runLoader(process, () => startMusl(process, start));
  return muslResult(process, stop, kernel.execfn, kernel.interpreter);
}

function startWithGlibc(
  world: World,
  kernel: Dynamic,
  loader: GlibcLoader,
  program: ObjectFacts,
  request: LoadRequest,
  trail: Trial[] | null,
): Process {
  const { path, entry, secure } = kernel.program;
  const start = {
    world,
    loader,
    program,
    progname: path,
    origin: glibcOrigin(entry.path, '/'),
    interpreter: kernel.interpreter,
    cwd: request.cwd ?? '/',
    uid: request.uid ?? 0,
    secure,
    env: request.env ?? {},
    trail,
  };
  const process = openGlibc(start);
  const stop = runLoader(process, () => startGlibc(process, start));
  return glibcResult(process, stop, kernel.interpreter);
}

/** dlopen of `file` in a started process, which stays as it was for the next one. */
export function openInHost(host: Process, file: string, lazy: boolean, trail: Trial[] | null): Process {
  if (host.family === 'musl' && host.state !== null && 'ldsoName' in host.state) {
    const process = forkMusl(host.state, trail);
    const stop = runLoader(process, () => dlopenMusl(process, file, lazy));
    return { ...host, recorded: process, stop, phase: 'dlopen', state: process };
  }
  if (host.family === 'glibc' && host.state !== null && 'rtld' in host.state) {
    const process = forkGlibc(host.state, trail);
    const stop = runLoader(process, () => dlopenGlibc(process, file, lazy));
    return { ...host, recorded: process, stop, phase: 'dlopen', state: process };
  }
  return host;
}
