import type { RunStep } from '../stages/step.ts';
import { buildCommand } from './builds.ts';
import type { BuildCommand } from './builds.ts';
import type { ShellCommand } from './command.ts';
import { downloads } from './downloads.ts';
import type { Download } from './downloads.ts';
import type { PackageAction } from './package-action.ts';
import { packageAction } from './packages.ts';
import { readShellScript } from './read-script.ts';
import { userCreation } from './users.ts';
import type { UserCreation } from './users.ts';

/** Everything that one RUN is seen to do, in the order it is written. */
export interface ShellFacts {
  readonly commands: readonly ShellCommand[];
  readonly packages: readonly PackageAction[];
  readonly users: readonly UserCreation[];
  readonly downloads: readonly Download[];
  readonly builds: readonly BuildCommand[];
  /** `ldconfig` and what it is told. */
  readonly ldconfig: readonly ShellCommand[];
  /** The text was not read: no shell gets it, or not a POSIX one. */
  readonly opaque: boolean;
}

/** Commands of a RUN step and what they do; exec form counts as one command. */
export function shellFacts(step: RunStep): ShellFacts {
  const commands = step.script === null ? execCommand(step) : readShellScript(step.script.text, step.variables).commands;
  return {
    commands,
    packages: commands.flatMap((command) => packageAction(command) ?? []),
    users: commands.flatMap((command) => userCreation(command) ?? []),
    downloads: commands.flatMap(downloads),
    builds: commands.flatMap((command) => buildCommand(command) ?? []),
    ldconfig: commands.filter(({ name }) => name === 'ldconfig'),
    opaque: step.script === null && step.argv === undefined,
  };
}

function execCommand({ argv = [], instruction }: RunStep): readonly ShellCommand[] {
  const { start, end } = instruction.range;
  const program = argv[0];
  if (program === undefined) return [];
  const words = argv.map((text) => ({ text, known: true, start, end }));
  const name = program.split('/').at(-1) ?? '';
  return [
    {
      name,
      argv: words,
      wrappers: [],
      wrapperWords: [],
      assignments: [],
      redirects: [],
      buildEnvironment: {},
      guards: [],
      pipeline: [name],
      pipelineIndex: 0,
      reached: 'yes',
      start,
      end,
    },
  ];
}
