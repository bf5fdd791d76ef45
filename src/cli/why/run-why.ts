import type { Readable } from 'node:stream';
import { explain } from '../../why/explain.ts';
import { prettyExplanation } from '../../why/pretty-why.ts';
import { readText } from '../../why/read-text.ts';
import type { WhyOptions } from '../commands/why.ts';
import type { CommandIo } from '../io.ts';

/** A log that is longer is cut: the first lines of a failure are the telling ones. */
const largestText = 16 * 1024 * 1024;

export async function runWhy(words: readonly string[], options: WhyOptions, io: CommandIo, stdin: Readable): Promise<void> {
  const piped = words.length === 1 && words[0] === '-';
  const log = readText(piped ? await textOf(stdin) : words.join(' '));
  const explanations = log.seen.map(explain);
  if (explanations.length === 0) io.exitWith(1);
  if (options.format === 'json') {
    io.out(`${JSON.stringify({ recognised: explanations, passedOver: log.passedOver, cut: log.cut }, null, 2)}\n`);
    return;
  }
  for (const explanation of explanations) io.out(`${prettyExplanation(explanation, { columns: io.columns, all: options.all === true })}\n`);
  if (explanations.length === 0) {
    io.out(
      'Nothing here is known: neither a message of a loader, a shell or an engine that could not start a program, nor a failed name lookup.\n' +
        'If it is one, the whole line helps (with the exception and its cause); `basewise check IMAGE` and `basewise dns doctor` look at the facts themselves.\n',
    );
  } else if (log.passedOver > 0) {
    io.problem(`${log.passedOver} other ${log.passedOver === 1 ? 'line says' : 'lines say'} nothing that is known here\n`);
  }
}

async function textOf(stdin: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stdin) {
    const bytes: Buffer = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    parts.push(bytes);
    size += bytes.length;
    if (size > largestText) break;
  }
  return Buffer.concat(parts).subarray(0, largestText).toString('utf8');
}
