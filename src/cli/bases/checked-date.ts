import { BasewiseError } from '../../errors.ts';

/** `YYYY-MM-DD` of a day that exists. */
export function checkedDate(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new BasewiseError('bad-date', `--build-date ${text} is no date`, { hint: 'write it as 2026-07-31' });
  }
  return text;
}
