import type { Command } from 'commander';
import { BasewiseError } from '../errors.ts';

/** Commands of the contract that are not built yet: refused by name, so that a script never mistakes silence for a result. */
const notBuilt = ['recommend'] as const;

export function registerNotBuilt(program: Command): void {
  for (const name of notBuilt) {
    if (program.commands.some((command) => command.name() === name)) continue;
    program
      .command(name, { hidden: true })
      .argument('[words...]')
      .allowUnknownOption()
      .helpOption(false)
      .action(() => {
        throw new BasewiseError('not-built', `\`basewise ${name}\` is not built yet`, { hint: 'basewise --help lists what is' });
      });
  }
}
