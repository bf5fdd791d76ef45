import { Command } from 'commander';
import { registerBases } from './commands/bases.ts';
import { registerCheck } from './commands/check.ts';
import { registerCompare } from './commands/compare.ts';
import { registerDns } from './commands/dns.ts';
import { registerExplain } from './commands/explain.ts';
import { registerLdd } from './commands/ldd.ts';
import { registerMigrate } from './commands/migrate.ts';
import { registerRecommend } from './commands/recommend.ts';
import { registerTree } from './commands/tree.ts';
import { registerWhy } from './commands/why.ts';
import type { CommandIo } from './io.ts';
import { version } from './version.ts';

/**
 * The command tree. Command files are light: they declare arguments and load what they run inside their action, so that `--help` starts fast.
 */
export function buildProgram(io: CommandIo): Command {
  const program = new Command('basewise')
    .description('What will fail, or silently change, when this software runs on that container base image?')
    .version(version, '-V, --version')
    .option('-q, --quiet', 'no progress on the terminal')
    .configureOutput({
      writeOut: io.out,
      writeErr: io.problem,
      outputError: (text, write) => write(text.replace(/^error: /, 'basewise: ')),
    })
    .exitOverride()
    .showSuggestionAfterError()
    .helpCommand(false)
    .hook('preAction', async (_, command) => {
      const { applySettings } = await import('./settings.ts');
      await applySettings(command, process.cwd());
    });
  registerCheck(program, io);
  registerLdd(program, io);
  registerTree(program, io);
  registerDns(program, io);
  registerBases(program, io);
  registerExplain(program, io);
  registerWhy(program, io);
  registerCompare(program, io);
  registerMigrate(program, io);
  registerRecommend(program, io);
  return program;
}
