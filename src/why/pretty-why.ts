import { wrap, printable } from '../report/text-layout.ts';
import type { Fit } from './cause.ts';
import type { ExplainedCause, Explanation } from './explain.ts';

/** Causes that are told in full unless all are wanted. */
const mostInFull = 5;

export interface PrettyOptions {
  readonly columns: number;
  /** Every cause in full. */
  readonly all: boolean;
}

/** One recognised line for people: what it means, the causes that fit best with what tells them apart, and the others in a sentence each. */
export function prettyExplanation({ line, count, meaning, wording, causes }: Explanation, { columns, all }: PrettyOptions): string {
  const times = count === 1 ? '' : `   (${count} lines say so)`;
  const best = causes.filter(({ fit }) => fit !== 'rare').slice(0, all ? undefined : mostInFull);
  const full = all || best.length === 0 ? causes : best;
  const others = causes.slice(full.length);
  return [
    `${printable(line)}${times}`,
    ...wrap(meaning, '  ', columns),
    ...(wording === null ? [] : wrap(wording, '  ', columns)),
    '',
    ...full.flatMap((cause, index) => prettyCause(cause, `${index + 1}.`, columns)),
    ...(others.length === 0
      ? []
      : ['  When it is none of these (--all has them in full):', ...others.flatMap((cause) => briefly(cause, columns)), '']),
  ].join('\n');
}

/** The first sentence. */
function briefly({ id, what }: ExplainedCause, columns: number): readonly string[] {
  return wrap(`- ${id}: ${/^.*?\.(?= |$)/.exec(what)?.[0] ?? what}`, '  ', columns);
}

const FITS: Readonly<Record<Fit, string>> = { strong: 'fits best', fits: 'fits', rare: 'rare' };

function prettyCause({ what, tell, fix, fit, id }: ExplainedCause, mark: string, columns: number): readonly string[] {
  return [
    ...wrap(`${mark} ${id} (${FITS[fit]}): ${what}`, '  ', columns),
    ...tell.map((command) => `      → ${printable(command)}`),
    ...wrap(`fix: ${fix}`, '      ', columns),
    '',
  ];
}
