import { execve, type Execve } from './kernel/execve.ts';
import { kernelMachine } from './kernel/kernel-machine.ts';
import type { LoadRequest, LoadResult, Trial } from './load-result.ts';
import { outcomeOfAll } from './outcome.ts';
import { renderFact, type Speaker } from './render-fact.ts';
import type { Recorded } from './run-loader.ts';
import { listFile } from './list-file.ts';
import { STAND_IN, startStandIn } from './plugins/stand-in.ts';
import { openInHost, type Process, startProcess } from './start-process.ts';
import type { LoadStop } from './stop.ts';
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

/** The result of a process, in the words of its loader. */
export function result(process: Process, trail: Trial[] | null): LoadResult {
  const { recorded, stop } = process;
  const speaker: Speaker = { name: process.speaker, phase: process.phase };
  return {
    ...decide(recorded, stop),
    messages: recorded.facts.map((fact) => renderFact(fact, speaker)),
    facts: recorded.facts,
    objects: recorded.found,
    loader: process.loader,
    ...(process.interpreter === null ? {} : { interpreter: process.interpreter }),
    ...(process.secure ? { secure: true as const } : {}),
    risks: recorded.risks,
    trail: trail ?? [],
  };
}

function decide(recorded: Recorded, stop: LoadStop | null): Pick<LoadResult, 'outcome' | 'why'> {
  if (stop !== null && stop.outcome !== null) return { outcome: stop.outcome, ...(stop.why === undefined ? {} : { why: stop.why }) };
  const outcome = outcomeOfAll(recorded.facts);
  const [doubt] = recorded.doubts;
  return outcome === 'runs' && doubt !== undefined ? { outcome: 'unknown', why: doubt } : { outcome };
}

export function withoutLoader(kernel: Exclude<Execve, { kind: 'dynamic' }>, trail: Trial[] | null): LoadResult {
  const base = { objects: [], risks: [], trail: trail ?? [], messages: [], facts: [] };
  switch (kernel.kind) {
    case 'unknown':
      return unknown(kernel.why, 'none', trail);
    case 'static':
      return { ...base, outcome: 'runs', loader: 'none', ...(kernel.program.secure ? { secure: true as const } : {}) };
    case 'crash':
      return {
        ...base,
        outcome: 'crash-after-load',
        loader: 'none',
        why: 'a shared object without interpreter and entry point: the process starts at address 0',
      };
    case 'refused': {
      const { errno, because, interpreter } = kernel;
      const fact = { kind: 'execve', errno, because, ...(interpreter === undefined ? {} : { interpreter }) } as const;
      const loader =
        interpreter === undefined
          ? 'none'
          : /(^|\/)ld-musl-/.test(interpreter)
            ? 'musl-absent'
            : /(^|\/)ld(64|-linux)/.test(interpreter)
              ? 'glibc-absent'
              : 'none';
      return {
        ...base,
        outcome: outcomeOfAll([fact]),
        messages: [renderFact(fact, { name: '', phase: 'start' })],
        facts: [fact],
        loader,
        ...(interpreter === undefined ? {} : { interpreter }),
      };
    }
  }
}

export function unknown(why: string, loader: string, trail: Trial[] | null): LoadResult {
  return { outcome: 'unknown', messages: [], facts: [], objects: [], loader, risks: [], why, trail: trail ?? [] };
}
