import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { BasewiseError } from '../../errors.ts';
import type { Scenario } from '../../resolver/scripted/scenario.ts';
import { visible } from '../describe-error.ts';
import type { CommandIo } from '../io.ts';

const largestFile = 64 * 1024 * 1024;

interface ReplayOptions {
  readonly as?: readonly string[];
  readonly format: 'pretty' | 'json' | 'jsonl';
}

/** `basewise dns replay FILE|DIR…`: scenarios and transcripts offline, as each client would resolve. `dns` is the parent command. */
export function registerDnsReplay(dns: Command, io: CommandIo): void {
  dns
    .command('replay')
    .description('play recorded DNS scenarios or transcripts as musl, glibc, Go, c-ares or Node would resolve')
    .argument('<paths...>', 'scenario files, folders of them, or what a probe script printed')
    .option('--as <clients>', 'clients, separated by commas (musl@1.2.3, glibc@2.36, alpine@3.17, …); may repeat', collect)
    .addOption(new Option('--format <format>', 'how to print').choices(['pretty', 'json', 'jsonl']).default('pretty'))
    .action((paths: string[], options: ReplayOptions) => runReplay(paths, options, io));
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

async function runReplay(paths: readonly string[], options: ReplayOptions, io: CommandIo): Promise<void> {
  const { askedClients, replay } = await import('../../dns/replay/replay.ts');
  const { prettyReplay } = await import('../../dns/replay/pretty-replay.ts');
  const { readScenario } = await import('../../resolver/scripted/read-scenario.ts');
  const { isProbe } = await import('../../dns/probe/probe-lines.ts');
  const { readProbe } = await import('../../dns/probe/read-probe.ts');
  const read = (text: string): readonly Scenario[] => (isProbe(text) ? readProbe(text) : [readScenario(text)]);
  const clients = askedClients(options.as);
  const collected: unknown[] = [];
  const files = paths.flatMap((path) => scenarioFiles(path));
  let played = 0;
  for (const { path, listed } of files) {
    io.progress.update(`replaying ${path}`);
    for (const scenario of readOne(path, listed, read, io) ?? []) {
      const { replay: answer, outcomes } = await replay(scenario, clients);
      played += 1;
      if (options.format === 'pretty') io.out(`${played > 1 ? '\n' : ''}${visibleText(prettyReplay(scenario, clients, outcomes))}`);
      else if (options.format === 'jsonl') io.out(`${JSON.stringify(answer)}\n`);
      else collected.push(answer);
    }
  }
  if (played === 0)
    throw new BasewiseError('no-scenario', 'no scenario found', {
      path: paths.join(' '),
      hint: 'a scenario has the form of conformance/dns/README.md',
    });
  if (options.format !== 'json') return;
  // One file gives its object, as the contract has it; several, a folder, or a probe of several names give a list.
  io.out(`${JSON.stringify(collected.length === 1 && !files[0]?.listed ? collected[0] : collected, null, 2)}\n`);
}

interface ScenarioFile {
  readonly path: string;
  /** Found in a folder, not named by the user. */
  readonly listed: boolean;
}

function scenarioFiles(path: string): ScenarioFile[] {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new BasewiseError('not-found', 'no such file or folder', { path });
  if (!status.isDirectory()) return [{ path, listed: false }];
  const names = readdirSync(path).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((name) => ({ path: join(path, name), listed: true }));
}

/** Other JSON files in a folder are passed over with a word; a named file that is no scenario ends the command. */
function readOne<T>(path: string, listed: boolean, read: (text: string) => T, io: CommandIo): T | undefined {
  try {
    const size = statSync(path).size;
    if (size > largestFile) throw new BasewiseError('not-a-scenario', `not a DNS scenario: larger than ${largestFile} bytes`);
    return read(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof BasewiseError)) throw unreadable(error, path);
    if (!listed) throw new BasewiseError(error.code, error.message, { path, ...(error.hint !== undefined && { hint: error.hint }) });
    io.problem(`basewise: passed over ${path}: ${error.message}\n`);
    return undefined;
  }
}

/** Names come from whoever wrote the scenario: no control characters reach the terminal. */
function visibleText(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

function unreadable(error: unknown, path: string): unknown {
  return error instanceof Error && 'syscall' in error ? new BasewiseError('unreadable', 'cannot be read', { path, cause: error }) : error;
}
