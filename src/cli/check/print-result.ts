import { writeFileSync } from 'node:fs';
import { BasewiseError } from '../../errors.ts';
import type { PrettyOptions } from '../../report/pretty.ts';
import type { CheckOptions } from '../commands/check.ts';
import type { CommandIo } from '../io.ts';

/** Prints a result in the form that was asked for, or writes it to the files that were named. Throws BasewiseError `cannot-write`. */
export function printResult(
  result: object,
  pretty: (options: PrettyOptions) => string,
  { output, format }: Pick<CheckOptions, 'output' | 'format'>,
  io: CommandIo,
): void {
  const json = (): string => `${JSON.stringify(result, null, 2)}\n`;
  for (const file of output) {
    try {
      writeFileSync(file, file.endsWith('.json') ? json() : pretty({ colors: false, columns: 100 }));
    } catch (cause) {
      throw new BasewiseError('cannot-write', 'the result could not be written', { path: file, cause });
    }
  }
  if (output.length > 0) return;
  io.out(format === 'json' ? json() : pretty(io));
}
