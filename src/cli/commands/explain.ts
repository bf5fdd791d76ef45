import type { Command } from 'commander';
import type { CommandIo } from '../io.ts';

export function registerExplain(program: Command, io: CommandIo): void {
  program
    .command('explain')
    .description('the page of a rule: why, how sure, what to do, when it is wrong')
    .argument('[rule]', 'as findings name it; without one, the list')
    .action(async (rule: string | undefined) => {
      const { runExplain } = await import('../explain/run-explain.ts');
      runExplain(rule, io);
    });
}
