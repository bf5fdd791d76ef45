import { FormatError } from '../formats/format-error.ts';
import { overBudget, type FactsBudget } from './facts-budget.ts';
import { keepers, type Keep } from './keepers.ts';
import type { Consumer, Extracted, Extractor, OfferedFile, ReadInto } from './extractor.ts';
import type { Extractors, Findings, Interest, Question } from './extractors.ts';
import { withinBudget } from './kept-extractor.ts';

/** Feeds the bytes of one file after another to the extractors that want it. */
export interface FileFeeder {
  /** False when nobody wants this file, whatever its bytes are. */
  begin(file: OfferedFile, index: number): boolean;
  /** Of a file that can be read anywhere, before its data: those are served who need parts of it. False when nobody wants the rest. */
  atHand(readInto: ReadInto): boolean;
  /** False when nobody wants more of this file; its findings are then recorded. */
  data(chunk: Uint8Array): boolean;
  hole(length: number): boolean;
  end(): void;
}

export function createFileFeeder(extractors: Extractors, findings: Findings, budget: FactsBudget): FileFeeder {
  const interests = bind(extractors, findings, budget);
  let file: OfferedFile = { path: '', size: 0, mode: 0 };
  let index = -1;
  let consumers: Running[] = [];
  let offered: BoundInterest[] = [];
  /** The first bytes, gathered until there are enough to decide; null once decided. */
  let head: Uint8Array | null = null;
  const first = new Uint8Array(HEAD);
  let zeros = 0;

  function decide(): void {
    const bytes = head!;
    head = null;
    for (const interest of offered) if (interest.wants(file, bytes)) consumers.push(interest.begin(file, index));
    give(bytes);
  }

  function give(chunk: Uint8Array): boolean {
    if (chunk.length > 0) consumers = consumers.filter((consumer) => consumer.push(chunk));
    return consumers.length > 0;
  }

  function data(chunk: Uint8Array): boolean {
    if (head === null) return give(chunk);
    const enough = Math.min(HEAD, file.size);
    if (head.length === 0 && chunk.length >= enough) head = chunk;
    else head = Buffer.concat([head, chunk]);
    if (head.length < enough) return true;
    // `wants` sees at most HEAD bytes, the consumers all of them.
    const bytes = head;
    head = bytes.subarray(0, HEAD);
    decide();
    return give(bytes.subarray(HEAD));
  }

  return {
    begin(next, number) {
      file = next;
      index = number;
      consumers = [];
      offered = interests.filter((interest) => interest.mayWant(next));
      head = offered.length === 0 ? null : NOTHING;
      return offered.length > 0;
    },
    atHand(readInto) {
      const start = first.subarray(0, readInto(first, 0));
      head = null;
      for (const interest of offered) {
        if (!interest.wants(file, start) || interest.atHand(file, index, readInto)) continue;
        consumers.push(interest.begin(file, index));
      }
      return consumers.length > 0;
    },
    data,
    hole(length) {
      for (let left = length; left > 0; left -= ZEROS.length) {
        // Holes are free in an archive: only so many are written out for those who want to see them.
        if ((zeros += ZEROS.length) > MOST_ZEROS) {
          for (const consumer of consumers) consumer.giveUp(`the file has holes that expand beyond ${MOST_ZEROS} bytes`);
          consumers = [];
          return false;
        }
        if (!data(left < ZEROS.length ? ZEROS.subarray(0, left) : ZEROS)) return false;
      }
      return true;
    },
    end() {
      if (head !== null) decide();
      for (const consumer of consumers) consumer.end();
      consumers = [];
    },
  };
}

const HEAD = 512;
const NOTHING = new Uint8Array(0);
const ZEROS = new Uint8Array(1 << 16);
/** For each layer. */
const MOST_ZEROS = 2 ** 30;

interface BoundInterest {
  mayWant(file: OfferedFile): boolean;
  wants(file: OfferedFile, head: Uint8Array): boolean;
  begin(file: OfferedFile, index: number): Running;
  /** True when the answer is recorded. */
  atHand(file: OfferedFile, index: number, readInto: ReadInto): boolean;
}

interface Running {
  /** False when the consumer is done; its answer is then recorded. */
  push(chunk: Uint8Array): boolean;
  end(): void;
  giveUp(why: string): void;
}

function bind({ elf, script, archive, kept, sha256 }: Extractors, findings: Findings, budget: FactsBudget): BoundInterest[] {
  const keep = keepers(findings.found, budget);
  return [
    ...(elf === undefined ? [] : [bound('elf', elf, keep.elf, findings)]),
    ...(script === undefined ? [] : [bound('script', script, keep.script, findings)]),
    ...(archive === undefined ? [] : [bound('archive', archive, keep.archive, findings)]),
    ...(kept === undefined ? [] : [bound('kept', withinBudget(kept), keep.kept, findings)]),
    ...(sha256 === undefined ? [] : [bound('sha256', sha256, keep.sha256, findings)]),
  ];
}

function bound<Facts>(interest: Interest, extractor: Extractor<Facts>, keep: Keep<Facts>, findings: Findings): BoundInterest {
  const answered = (answer: Extracted<Facts>, file: OfferedFile, index: number): void =>
    record(answer, { index, interest, file }, keep, findings);
  return {
    mayWant: (file) => extractor.mayWant?.(file) ?? true,
    wants: (file, head) => extractor.wants(file, head),
    begin: (file, index) => running(extractor.begin(file), (answer) => answered(answer, file, index)),
    atHand(file, index, readInto) {
      const answer = extractor.atHand?.(file, readInto) ?? null;
      if (answer !== null) answered(answer, file, index);
      return answer !== null;
    },
  };
}

/** A parser's own error is an answer about the file; anything else is a bug and goes up. */
function running<Facts>(consumer: Consumer<Facts>, answer: (extracted: Extracted<Facts>) => void): Running {
  function guarded(step: () => boolean): boolean {
    try {
      return step();
    } catch (cause) {
      if (!(cause instanceof FormatError)) throw cause;
      answer({ kind: 'unknown', why: cause.message });
      return false;
    }
  }
  function end(): void {
    guarded(() => (answer(consumer.end()), false));
  }
  return {
    push: (chunk) => guarded(() => consumer.push(chunk) || (answer(consumer.end()), false)),
    end,
    giveUp: (why) => answer({ kind: 'unknown', why }),
  };
}

export function record<Facts>(answer: Extracted<Facts>, { index, interest, file }: Question, keep: Keep<Facts>, findings: Findings): void {
  if (answer.kind === 'facts') {
    if (!keep(index, answer.facts)) findings.unknown.push({ index, interest, why: overBudget, overBudget: true });
  } else if (answer.kind === 'unknown') findings.unknown.push({ index, interest, why: answer.why });
  else if (answer.kind === 'ranges') findings.asked.push({ index, interest, file, ranges: answer.ranges, state: answer.state });
}
