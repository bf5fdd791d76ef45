import { shellFacts } from '../../dockerfile/shell/shell-facts.ts';
import type { ShellFacts } from '../../dockerfile/shell/shell-facts.ts';
import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import type { BuildGraph, Stage } from '../../dockerfile/stages/build-graph.ts';
import type { RunStep } from '../../dockerfile/stages/step.ts';
import { resolvePath } from './product.ts';

/** What a RUN does, with the folder that each command runs in. */
export interface RunFacts extends ShellFacts {
  readonly step: RunStep;
  readonly folderOf: (command: ShellCommand) => string | undefined;
}

const kept = new WeakMap<RunStep, RunFacts>();

/** Read once for each step. */
export function runFacts(step: RunStep): RunFacts {
  const known = kept.get(step);
  if (known !== undefined) return known;
  const facts = shellFacts(step);
  const folders = new Map<ShellCommand, string | undefined>();
  let folder = step.workdir;
  for (const command of facts.commands) {
    folders.set(command, folder);
    const target = command.argv[1];
    if (command.name === 'cd' || command.name === 'pushd') folder = target?.known === true ? resolvePath(folder, target.text) : undefined;
  }
  const read = { ...facts, step, folderOf: (command: ShellCommand): string | undefined => folders.get(command) };
  kept.set(step, read);
  return read;
}

/** The stage and the stages below it, lowest first. */
export function stageChain(build: BuildGraph, stage: Stage): readonly Stage[] {
  const chain: Stage[] = [];
  let at: Stage | undefined = stage;
  while (at !== undefined && chain.length <= build.stages.length) {
    chain.unshift(at);
    const { base }: Stage = at;
    at = base.kind === 'stage' ? build.stages[base.index] : undefined;
  }
  return chain;
}

/** Every RUN of the stage and of those below it, in order. */
export function runsOf(build: BuildGraph, stage: Stage): readonly RunFacts[] {
  return stageChain(build, stage).flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'run' ? [runFacts(step)] : [])));
}

export function isReached({ reached }: ShellCommand): boolean {
  return reached !== 'no';
}

/** Names of packages that a system package manager put into the stage and nothing took away before `before` (an offset). */
export function systemPackagesOf(runs: readonly RunFacts[], before: number = Infinity): ReadonlySet<string> {
  const present = new Set<string>();
  const groups = new Map<string, readonly string[]>();
  for (const { packages } of runs) {
    for (const { action, manager, packages: named, group, command } of packages) {
      if (!systemManagers.has(manager) || command.start >= before || !isReached(command)) continue;
      const names = named.map(({ name }) => name);
      if (group !== undefined) groups.set(group, names);
      if (action === 'install' || action === 'group-install') for (const name of names) present.add(name);
      if (action === 'remove') for (const name of names) for (const each of [name, ...(groups.get(name) ?? [])]) present.delete(each);
    }
  }
  return present;
}

export const systemManagers: ReadonlySet<string> = new Set(['apk', 'apt', 'dpkg', 'rpm', 'dnf', 'zypper', 'pacman']);
