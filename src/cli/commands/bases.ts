import type { Command } from 'commander';
import type { CommandIo } from '../io.ts';
import { formatOption } from '../options.ts';
import { registerBasesProfile } from './bases-profile.ts';

/** `basewise bases list|show`: the catalogue, offline. Returns the group, so that further commands can be added to it. */
export function registerBases(program: Command, io: CommandIo): Command {
  const bases = program.command('bases').description('what is known of base images without opening them');
  bases
    .command('list')
    .description('distributions and releases with libc, size, package manager, shell and support')
    .option('--all', 'also what is out of support')
    .addOption(formatOption(['pretty', 'json']))
    .action(async (options: { readonly all?: boolean; readonly format: string }) => {
      const { listBases } = await import('../../bases/list-bases.ts');
      const { renderBaseList } = await import('../../report/bases.ts');
      const found = listBases(today(), options.all === true);
      io.out(options.format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : renderBaseList(found, io));
    });
  bases
    .command('show')
    .description('one base, or what an image stands on as far as its reference tells')
    .argument('<name>', 'alpine:3.20, debian:13-slim, ubi9-micro, node:22-alpine …')
    .option('--build-date <date>', 'a floating tag as it was on YYYY-MM-DD')
    .option('--platform <os/arch[/variant]>', 'which of its platforms')
    .addOption(formatOption(['pretty', 'json']))
    .action(async (name: string, options: ShowOptions) => {
      const { describeBase } = await import('../../bases/describe-base.ts');
      const { renderBase } = await import('../../report/bases.ts');
      const { checkedDate } = await import('../bases/checked-date.ts');
      const { buildDate, platform } = options;
      const asked = {
        ...(buildDate === undefined ? {} : { buildDate: checkedDate(buildDate) }),
        ...(platform === undefined ? {} : { platform }),
      };
      const facts = describeBase(name, today(), asked);
      io.out(options.format === 'json' ? `${JSON.stringify(facts, null, 2)}\n` : renderBase(facts, io));
    });
  registerBasesProfile(bases, io);
  return bases;
}

interface ShowOptions {
  readonly buildDate?: string;
  readonly platform?: string;
  readonly format: string;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
