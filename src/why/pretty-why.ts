import { wrap, printable } from '../report/text-layout.ts';
import type { Fit } from './cause.ts';
import type { ExplainedCause, Explanation } from './explain.ts';

/** One recognised line for people: what it means, and the causes with what tells them apart. */
export function prettyExplanation({ line, count, meaning, wording, causes }: Explanation, columns: number): string {
  const times = count === 1 ? '' : `   (${count} lines say so)`;
  const shown = causes.filter(({ fit }) => fit !== 'rare');
  const rare = causes.filter(({ fit }) => fit === 'rare');
  return [
    `${printable(line)}${times}`,
    ...wrap(meaning, '  ', columns),
    ...(wording === null ? [] : wrap(wording, '  ', columns)),
    '',
    ...shown.flatMap((cause, index) => prettyCause(cause, `${index + 1}.`, columns)),
    ...(rare.length === 0 ? [] : ['  When none of these is it:', ...rare.flatMap((cause) => prettyCause(cause, '-', columns))]),
    '',
  ].join('\n');
}

const FITS: Readonly<Record<Fit, string>> = { strong: 'fits best', fits: 'fits', rare: 'rare' };

function prettyCause({ what, tell, fix, fit, id }: ExplainedCause, mark: string, columns: number): readonly string[] {
  return [
    ...wrap(`${mark} ${id} (${FITS[fit]}): ${what}`, '  ', columns),
    ...tell.map((command) => `      $ ${printable(command)}`),
    ...wrap(`fix: ${fix}`, '      ', columns),
    '',
  ];
}
