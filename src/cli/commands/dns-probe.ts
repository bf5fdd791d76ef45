import type { Command } from 'commander';
import { BasewiseError } from '../../errors.ts';
import type { CommandIo } from '../io.ts';

/** `basewise dns probe --sh NAME…`: a script to run where the trouble is; `dns replay` reads what it prints. `dns` is the parent command. */
export function registerDnsProbe(dns: Command, io: CommandIo): void {
  dns
    .command('probe')
    .description('print a POSIX script that asks these names where the trouble is; dns replay reads its output')
    .argument('<names...>', 'names as the program asks for them')
    .option('--sh', 'the script (the one form there is)')
    .action(async (names: string[], options: { readonly sh?: boolean }) => {
      if (options.sh !== true) {
        throw new BasewiseError('bad-usage', 'dns probe prints a script only: --sh', {
          hint: 'basewise dns probe --sh NAME | kubectl exec -i POD -- sh > probe.txt; basewise dns replay probe.txt',
        });
      }
      const { probeScript } = await import('../../dns/probe/probe-script.ts');
      io.out(probeScript(names));
    });
}
