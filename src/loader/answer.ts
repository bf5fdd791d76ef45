import type { Execve } from './kernel/execve.ts';
import type { LoadResult, Trial } from './load-result.ts';
import { outcomeOfAll } from './outcome.ts';
import type { Process } from './process.ts';
import { renderFact, type Speaker } from './render-fact.ts';
import type { Recorded } from './run-loader.ts';
import type { LoadStop } from './stop.ts';

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
