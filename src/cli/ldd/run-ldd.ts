import { BasewiseError } from '../../errors.ts';
import type { LoadRequest } from '../../loader/load-result.ts';
import { lddLine } from '../../report/ldd-line.ts';
import { renderLdd } from '../../report/ldd-pretty.ts';
import type { LddOptions } from '../commands/ldd.ts';
import type { CommandIo } from '../io.ts';
import { keepHeapSmall } from '../engine-settings.ts';
import { type Answer, ask } from './ask.ts';
import type { Place } from './place.ts';
import { openPlaces } from './places.ts';
import { readRequests } from './read-requests.ts';

/**
 * Exit code 1 when a file named on the command line does not load; with `--files-from` the answers are data and the code is 0.
 */
export async function runLdd(files: readonly string[], options: LddOptions, io: CommandIo): Promise<void> {
  if (files.length > 0 && options.filesFrom !== undefined)
    throw new BasewiseError('bad-usage', 'files are named twice', { hint: 'give FILE… or --files-from, not both' });
  if (files.length === 0 && options.filesFrom === undefined)
    throw new BasewiseError('bad-usage', 'no file to look at', { hint: 'basewise ldd [--root DIR | --in SUBJECT] FILE…' });
  const places = await openPlaces(files, options, io);
  io.progress.clear();
  if (options.filesFrom !== undefined) return answerLines(places, options, io);
  const answers = files.flatMap((path) => places.map((place) => ask(place, requestFor(path, options), options.format !== 'jsonl')));
  print(answers, options, io);
  if (answers.some((answer) => answer.result.outcome !== 'runs')) io.exitWith(1);
}

function requestFor(path: string, { mode, host }: LddOptions): Partial<LoadRequest> & { readonly path: string } {
  return { path, ...(mode === undefined ? {} : { mode }), ...(host === undefined ? {} : { host }) };
}

function print(answers: readonly Answer[], { format }: LddOptions, io: CommandIo): void {
  if (format === 'jsonl') for (const answer of answers) io.out(`${JSON.stringify(lddLine(answer))}\n`);
  else if (format === 'json') io.out(`${JSON.stringify(answers.map(full), null, 2)}\n`);
  else io.out(answers.map((answer) => renderLdd(answer, io)).join('\n'));
}

function full(answer: Answer): object {
  const { result, next } = answer;
  const { interpreter, secure, facts, risks, trail } = result;
  return {
    ...lddLine(answer),
    objects: result.objects,
    ...(interpreter === undefined ? {} : { interpreter }),
    ...(secure === undefined ? {} : { secure }),
    facts,
    risks,
    trail,
    ...nextFields(next),
  };
}

function nextFields(next: Answer['next']): object {
  return next === undefined ? {} : { next: next.map(({ after, result: { outcome, messages } }) => ({ after, outcome, messages })) };
}

const MANY = 5000;

/** Lines are answered as they come, so that a pipe can be long; a broken line is an error of its own after the answers before it. */
async function answerLines(places: readonly Place[], options: LddOptions, io: CommandIo): Promise<void> {
  const { format } = options;
  let batch: string[] = [];
  let written = 0;
  const flush = (): void => {
    if (batch.length > 0) io.out(format === 'json' ? `${written > 0 ? ',\n' : ''}${batch.join(',\n')}` : `${batch.join('\n')}\n`);
    written += batch.length;
    batch = [];
  };
  if (format === 'json') io.out('[\n');
  try {
    let asked = 0;
    for await (const request of readRequests(options.filesFrom ?? '-', options)) {
      // More than the programs and libraries of an ordinary root.
      if (++asked === MANY) keepHeapSmall();
      for (const place of places) {
        const answer = ask(place, request, format !== 'jsonl');
        batch.push(format === 'pretty' ? renderLdd(answer, io) : JSON.stringify(format === 'json' ? full(answer) : lddLine(answer)));
      }
      // Whoever waits for an answer before the next question gets it: this runs when no further line is at hand.
      if (batch.length >= 256) flush();
      else if (batch.length === 1) setImmediate(flush);
    }
  } finally {
    flush();
    if (format === 'json') io.out('\n]\n');
  }
}
