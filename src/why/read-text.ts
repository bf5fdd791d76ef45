import { recognise } from '../loader/recognise/recognise.ts';
import type { Recognised } from '../loader/recognise/recognised.ts';
import { recogniseMachineLine } from './machine/recognise-machine.ts';
import type { RecognisedMachine } from './machine/recognise-machine.ts';
import { recogniseLookupLine } from './lookup/recognise-lookup.ts';
import type { RecognisedLookup } from './lookup/recognised-lookup.ts';

/** What one line means. */
export type Known = Recognised | RecognisedLookup | RecognisedMachine;

export interface Seen {
  readonly fact: Known;
  /** How many lines say it. */
  readonly count: number;
}

export interface ReadLog {
  /** Each once, in the order in which they first appear. */
  readonly seen: readonly Seen[];
  /** Lines with text of which nothing is known. */
  readonly passedOver: number;
  /** The text was longer than what is looked at. */
  readonly cut: boolean;
}

const MAX_LINES = 10_000;
const MAX_LINE = 2048;

/** Everything in a text (a log, one line) that a loader, the kernel, whoever starts programs or whoever resolves names has said. The work is bounded. */
export function readText(text: string): ReadLog {
  const lines = text.split(/\r?\n/, MAX_LINES + 1);
  const seen = new Map<string, { fact: Known; count: number }>();
  let passedOver = 0;
  for (const line of lines.slice(0, MAX_LINES)) {
    const fact = line.trim() === '' ? null : recogniseAny(line.slice(0, MAX_LINE));
    if (fact === null) {
      if (line.trim() !== '') passedOver += 1;
      continue;
    }
    const key = keyOf(fact);
    const known = seen.get(key);
    if (known === undefined) seen.set(key, { fact, count: 1 });
    else known.count += 1;
  }
  return { seen: [...seen.values()], passedOver, cut: lines.length > MAX_LINES };
}

/** A loader's words are never those of a resolver; what starts programs is asked last, for its patterns are wide. */
function recogniseAny(line: string): Known | null {
  const [loader] = recognise(line);
  if (loader?.kind === 'load') return loader;
  return recogniseLookupLine(plain(line)) ?? loader ?? recogniseMachineLine(plain(line));
}

/** Without the colours of a terminal. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/\u001B\[[0-9;]*[A-Za-z]/g, '').trimEnd();
}

/** What makes two lines say the same: everything but the wording around it. */
function keyOf(fact: Known): string {
  if (fact.kind === 'lookup') return JSON.stringify(['lookup', fact.by, fact.failure, fact.name, fact.server, fact.libc]);
  if (fact.kind === 'machine') return JSON.stringify(['machine', fact.says]);
  if (fact.kind === 'load') return JSON.stringify(['load', fact.fact]);
  return JSON.stringify(['start', fact.by, fact.program, fact.missing, fact.errno]);
}
