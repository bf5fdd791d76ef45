// Runs inside a name space that is a scenario's machine: serves each scenario with `dns serve`, runs a real client against it, and writes what
// the client said and what the servers saw, one JSON line a task. Arguments: a file of tasks, the folder of the mounted files, the file to write.
import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenarioBehaviours } from '../../../src/dns/serve/scenario-behaviour.ts';
import { serve } from '../../../src/dns/serve/serve.ts';
import { readScenario } from '../../../src/resolver/scripted/read-scenario.ts';
import type { Scenario, ScenarioFiles } from '../../../src/resolver/scripted/scenario.ts';
import { etcNames } from './namespace.ts';
import type { RealClient } from './real-clients.ts';

export interface Task {
  readonly scenario: string;
  readonly client: RealClient;
  /** A client that still runs then hangs. */
  readonly killAfterMs: number;
}

export interface Observed {
  readonly client: string;
  readonly scenario: string;
  /** The lines the client printed, `hang`, or the signal that killed it. */
  readonly lookups: readonly unknown[];
  readonly ended: 'exit' | 'hang' | string;
  readonly packets: Readonly<Record<string, number>>;
}

const flagBits: Readonly<Record<string, number>> = {
  AI_PASSIVE: 1,
  AI_CANONNAME: 2,
  AI_NUMERICHOST: 4,
  AI_V4MAPPED: 8,
  AI_ALL: 16,
  AI_ADDRCONFIG: 32,
  AI_IDN: 64,
};
/** Servers may still have packets to read when the client has ended. */
const settleMs = 80;

const [tasksFile = '', folder = '', output = ''] = process.argv.slice(2);
const tasks: readonly Task[] = JSON.parse(readFileSync(tasksFile, 'utf8'));
for (const task of tasks) appendFileSync(output, `${JSON.stringify(await observe(task))}\n`);

async function observe(task: Task): Promise<Observed> {
  const scenario = readScenario(task.scenario);
  writeFiles(scenario.files);
  const packets: Record<string, number> = {};
  const listening = await serve(scenarioBehaviours(scenario), {
    onQuery: ({ transport, server, type, name }) => {
      const key = `${transport} ${server} ${type}${name === undefined ? '' : ` ${name}`}`;
      packets[key] = (packets[key] ?? 0) + 1;
    },
  });
  const run = await runClient(task, scenario);
  await pause(settleMs);
  await listening.close();
  return { client: task.client.id, scenario: scenario.id, packets, ...run };
}

function writeFiles(files: ScenarioFiles): void {
  for (const name of etcNames) {
    const text = files[name];
    if (text !== undefined) writeFileSync(join(folder, name), text);
  }
}

function runClient(task: Task, scenario: Scenario): Promise<{ lookups: unknown[]; ended: string }> {
  const { client } = task;
  const [program = '', ...rest] = client.root === '/' ? client.command : ['chroot', client.root, ...client.command];
  const child = spawn(program, [...rest, ...clientArguments(client, scenario)], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...scenario.env },
  });
  // A client that was killed no longer reads; its end is reported by `close`.
  child.stdin.on('error', () => {});
  const lookups: unknown[] = [];
  let text = '';
  let killed = false;
  const timer = setTimeout(() => {
    killed = true;
    child.kill('SIGKILL');
  }, task.killAfterMs);
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n')) {
      lookups.push(JSON.parse(text.slice(0, end)));
      text = text.slice(end + 1);
      if (lookups.length < scenario.request.count) void goOn(lookups.length);
    }
  });

  /** Between the first and the second lookup the scenario may wait and change the files. */
  async function goOn(made: number): Promise<void> {
    const { between } = scenario.request;
    if (made === 1 && between) {
      await pause(between.sleepSeconds * 1000);
      writeFiles(between.files);
    }
    child.stdin.write('\n');
  }

  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const ended = killed ? 'hang' : (signal ?? (code === 0 ? 'exit' : `exit ${code}`));
      resolve({ lookups, ended });
    });
  });
}

function clientArguments(client: RealClient, scenario: Scenario): string[] {
  const { name, service = '80', family, flags, nullHints, count } = scenario.request;
  if (client.kind === 'node') return [name];
  if (client.kind === 'go') return [name, family];
  const bits = flags.reduce((sum, flag) => sum + (flagBits[flag] ?? 0), 0);
  return [name, service, family, String(bits), nullHints ? '1' : '0', String(count)];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
