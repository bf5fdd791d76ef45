import { identifyLoader } from './identify.ts';
import type { LoadRequest, Trial } from './load-result.ts';
import { originOf } from './musl/rpath.ts';
import { openMusl, startMusl } from './musl/start.ts';
import type { ObjectFacts } from './objects/object-facts.ts';
import { runLoader } from './run-loader.ts';
import { type Dynamic, muslResult, type Process, stopped } from './process.ts';
import type { World } from './world.ts';

const LIBRARY = '/lib/libgcompat.so.0';

/**
 * gcompat's `/lib/ld-linux-*` executes musl's loader as a command, with its own base name as argv[0] (which makes that NEEDED match the loader) and
 * libgcompat preloaded (gcompat 1.1.0, loader/loader.c). The program is the real path behind /proc/self/exe.
 */
export function startUnderGcompat(
  world: World,
  kernel: Dynamic,
  program: ObjectFacts,
  request: LoadRequest,
  trail: Trial[] | null,
): Process {
  const arch = program.machine?.muslArch ?? 'x86_64';
  const path = `/lib/ld-musl-${arch}.so.1`;
  const found = world.lookup(path, '/');
  const loader = found.ok ? identifyLoader(world, found.entry.identity, path) : null;
  if (loader?.family !== 'musl') return stopped(kernel, `gcompat's loader starts ${path}, which is no musl loader here`);
  const name = kernel.program.entry.path;
  const start = {
    world,
    loader: loader.musl,
    program,
    programName: name,
    origin: originOf(name),
    ldsoName: (program.machine?.glibcInterpreter ?? kernel.interpreter).replace(/^.*\//, ''),
    cwd: request.cwd ?? '/',
    uid: request.uid ?? 0,
    secure: kernel.program.secure,
    libraryPath: request.env?.['LD_LIBRARY_PATH'] ?? null,
    preload: `${LIBRARY} ${request.env?.['LD_PRELOAD'] ?? ''}`,
    trail,
  };
  const process = openMusl(start);
  const stop = runLoader(process, () => startMusl(process, start));
  return { ...muslResult(process, stop, name, kernel.interpreter), loader: `musl-${loader.musl.version}+gcompat` };
}
