import { result, unknown, withoutLoader } from './answer.ts';
import { execve, type Execve } from './kernel/execve.ts';
import { kernelMachine } from './kernel/kernel-machine.ts';
import type { LoadRequest, LoadResult, Trial } from './load-result.ts';
import { outcomeOfAll } from './outcome.ts';
import { listFile } from './list-file.ts';
import { STAND_IN, startStandIn } from './plugins/stand-in.ts';
import type { Process } from './process.ts';
import { openInHost, startProcess } from './start-process.ts';
import type { World } from './world.ts';

/**
 * What kernel and loader do with one file of the root, without running anything. Pure: the same request on the same root gives the same answer.
 * For dlopen without `host` (`plugins/find-host.ts` picks one) the caller is a program that needs nothing but the C library of the root.
 */
export function simulate(world: World, request: LoadRequest): LoadResult {
  const trail: Trial[] | null = request.trail === true ? [] : null;
  if (request.mode === 'list') return listFile(world, request, trail);
  if (request.mode === 'exec') return execFile(world, request, trail);
  return dlopenFile(world, request, trail);
}

function execFile(world: World, request: LoadRequest, trail: Trial[] | null): LoadResult {
  const kernel = started(world, request.path, request);
  if (kernel.kind !== 'dynamic') return withoutLoader(kernel, trail);
  const process = startProcess(world, kernel, request, trail);
  return result(process, trail);
}

function dlopenFile(world: World, request: LoadRequest, trail: Trial[] | null): LoadResult {
  const host = request.host ?? STAND_IN;
  const key = `host ${host}\0${request.host ?? kernelMachine(world) ?? request.path}\0${request.cwd ?? '/'}\0${request.uid ?? 0}\0${JSON.stringify(request.env ?? {})}`;
  let process = world.memo.get(key) as Process | LoadResult | undefined;
  if (process === undefined) {
    const kernel = request.host === undefined ? null : started(world, host, request);
    if (kernel === null)
      process =
        startStandIn(world, request) ?? unknown('the root has no loader that could start a program which opens this file', 'none', null);
    else process = kernel.kind === 'dynamic' ? startProcess(world, kernel, request, null) : hostFailed(kernel, host);
    world.memo.set(key, process);
  }
  if ('outcome' in process) return process;
  const failed = process.stop !== null || outcomeOfAll(process.recorded.facts) !== 'runs';
  return result(failed ? process : openInHost(process, request.path, request.mode === 'dlopen-lazy', trail), trail);
}

function started(world: World, path: string, request: LoadRequest): Execve {
  return execve(world, path, request.cwd ?? '/', request.uid ?? 0, kernelMachine(world));
}

function hostFailed(kernel: Exclude<Execve, { kind: 'dynamic' }>, host: string): LoadResult {
  if (kernel.kind === 'static') return unknown(`the host ${host} is a static program; what its dlopen does cannot be told`, 'none', null);
  return withoutLoader(kernel, null);
}
