import { dlopenGlibc, forkGlibc } from './glibc/dlopen.ts';
import type { GlibcProcess } from './glibc/glibc-process.ts';
import { openGlibc, startGlibc } from './glibc/start.ts';
import { originOf as glibcOrigin } from './glibc/map-object.ts';
import { startUnderGcompat } from './gcompat.ts';
import { type GlibcLoader, identifyLoader } from './identify.ts';
import type { Execve } from './kernel/execve.ts';
import type { LoadRequest, Trial } from './load-result.ts';
import { dlopenMusl, forkMusl } from './musl/dlopen.ts';
import type { MuslLoader, MuslProcess } from './musl/musl-process.ts';
import { originOf as muslOrigin } from './musl/rpath.ts';
import { openMusl, startMusl } from './musl/start.ts';
import type { ObjectFacts } from './objects/object-facts.ts';
import { type Recorded, runLoader } from './run-loader.ts';
import { LoadStop } from './stop.ts';
import type { World } from './world.ts';

/** A process that the kernel started, as far as its loader got. */
export interface Process {
  readonly family: 'musl' | 'glibc' | 'other';
  readonly recorded: Recorded;
  readonly stop: LoadStop | null;
  /** argv[0], which prefixes glibc's messages. */
  readonly speaker: string;
  readonly phase: 'start' | 'dlopen';
  readonly loader: string;
  readonly interpreter: string | null;
  readonly secure: boolean;
  readonly state: MuslProcess | GlibcProcess | null;
}

export type Dynamic = Extract<Execve, { readonly kind: 'dynamic' }>;

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

/** Nothing can be said about what the interpreter does. */
export function stopped(kernel: Dynamic, why: string): Process {
  return {
    family: 'other',
    recorded: { facts: [], found: [], risks: [], trail: null, doubts: [] },
    stop: new LoadStop('unknown', why),
    speaker: kernel.program.path,
    phase: 'start',
    loader: 'none',
    interpreter: kernel.interpreter,
    secure: kernel.program.secure,
    state: null,
  };
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

export function muslResult(process: MuslProcess, stop: LoadStop | null, speaker: string, interpreter: string | null): Process {
  const { secure } = process;
  return {
    family: 'musl',
    recorded: process,
    stop,
    speaker,
    phase: 'start',
    loader: `musl-${process.loader.version}`,
    interpreter,
    secure,
    state: process,
  };
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

export function glibcResult(process: GlibcProcess, stop: LoadStop | null, interpreter: string | null): Process {
  const { progname, secure } = process;
  return {
    family: 'glibc',
    recorded: process,
    stop,
    speaker: progname,
    phase: 'start',
    loader: `glibc-${process.loader.version}`,
    interpreter,
    secure,
    state: process,
  };
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
