import { rulePage, rulePages } from '../../bases/rule-docs.ts';
import { BasewiseError } from '../../errors.ts';
import type { CommandIo } from '../io.ts';

export function runExplain(rule: string | undefined, io: CommandIo): void {
  if (rule === undefined) {
    io.out(
      `${rulePages()
        .map(({ id, title }) => `${id.padEnd(22)} ${title}`)
        .join('\n')}\n`,
    );
    return;
  }
  const page = rulePage(rule);
  if (page === null)
    throw new BasewiseError('unknown-rule', `there is no rule ${rule}`, {
      hint: `rules: ${rulePages()
        .map(({ id }) => id)
        .join(' ')}`,
    });
  io.out(page.endsWith('\n') ? page : `${page}\n`);
}
