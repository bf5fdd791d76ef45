import { closeSync, openSync, writeFileSync } from 'node:fs';
import { BasewiseError } from '../../errors.ts';
import type { PrettyOptions } from '../../report/pretty.ts';
import type { CheckOptions } from '../commands/check.ts';
import type { CommandIo } from '../io.ts';
import { jsonPieces } from '../json-pieces.ts';

/** Prints a result in the form that was asked for, or writes it to the files that were named. Throws BasewiseError `cannot-write`. */
export async function printResult(
  result: object,
  pretty: (options: PrettyOptions) => string,
  { output, format }: Pick<CheckOptions, 'output' | 'format'>,
  io: CommandIo,
): Promise<void> {
  for (const file of output) {
    try {
      if (file.endsWith('.json')) writeJson(file, result);
      else writeFileSync(file, pretty({ colors: false, columns: 100 }));
    } catch (cause) {
      throw new BasewiseError('cannot-write', 'the result could not be written', { path: file, cause });
    }
  }
  if (output.length > 0) return;
  if (format !== 'json') {
    io.out(pretty(io));
    return;
  }
  for (const piece of jsonLines(result)) {
    io.out(piece);
    await io.drained?.();
  }
}

function* jsonLines(result: object): Generator<string> {
  yield* jsonPieces(result);
  yield '\n';
}

function writeJson(path: string, result: object): void {
  const file = openSync(path, 'w');
  try {
    for (const piece of jsonLines(result)) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}
