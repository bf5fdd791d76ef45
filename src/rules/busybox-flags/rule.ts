import { appletOptions, isRefusedDate } from '../../bases/busybox-options.ts';
import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { givenOptions } from '../../dockerfile/shell/given-options.ts';
import type { GivenOption } from '../../dockerfile/shell/given-options.ts';
import { listed } from '../../judge/group-failures.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { Place } from '../../judge/repository/place.ts';
import { failureOf } from '../../judge/repository/command-failure.ts';
import type { CommandFailure } from '../../judge/repository/command-failure.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isBareBase } from '../../judge/repository/started-program.ts';
import { runFacts, runsOf, systemPackagesOf } from '../../judge/repository/stage-runs.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly program: string;
  /** In the order in which they are met. */
  readonly options: readonly string[];
  readonly base: string;
  readonly side: 'busybox' | 'gnu';
  readonly package: string;
  readonly failure: CommandFailure;
}

/** Options that the program of this base refuses: GNU's given to busybox, and busybox's given to GNU. */
export const busyboxFlags: RunnableStageRule = defineStageRule<Evidence>({
  id: 'busybox-flags',
  title: 'An option that the program of this base refuses',
  find,
  describe: ({ evidence: { program, options, base, side, package: name, failure } }) => {
    const called =
      options.length === 1 ? `\`${program} ${options[0] ?? ''}\`` : `${program} with ${listed(options.map((option) => `\`${option}\``))}`;
    const them = options.length === 1 ? 'it' : 'each of them';
    return side === 'busybox'
      ? {
          message: `${called}: on ${base} ${program} is busybox's, which refuses ${them} and exits 1; ${consequences[failure]}.`,
          fix: `apk add ${name} in this stage, or say it in a form that busybox knows (\`busybox ${program} --help\`)`,
        }
      : {
          message: `${called}: options of busybox, and the ${program} of ${base} refuses ${them}; ${consequences[failure]}.`,
          fix: `\`${program} --help\` on this base shows what it has instead`,
        };
  },
});

const consequences: Readonly<Record<CommandFailure, string>> = {
  stops: 'the build stops there',
  piped: 'the next command in the pipe gets nothing, and the build goes on',
  condition: 'the condition is never true',
  accepted: 'the build goes on without it',
  passed: 'the build goes on without it, since only the last command of this RUN decides (no `set -e`)',
};

function find({ build, placeOf, at }: StageContext): readonly FindingFact<Evidence>[] {
  return build.stages
    .filter(({ needed }) => needed)
    .flatMap((stage) => {
      const place = placeOf(stage);
      const side = sideOf(place);
      if (side === null) return [];
      const runs = runsOf(build, stage);
      const found = new Map<string, FindingFact<Evidence>>();
      for (const step of stage.steps) {
        if (step.kind !== 'run') continue;
        const { commands } = runFacts(step);
        for (const command of commands.flatMap((each) => [...wrappersOf(each), each])) {
          const refused = command.reached === 'yes' ? refusedOption(command, place, side) : null;
          const failure = failureOf(command, commands, stage.config.shell);
          if (refused === null || failure === 'accepted') continue;
          const installed = systemPackagesOf(runs, command.start);
          if (side === 'busybox' && refused.packages.some((name) => installed.has(name))) continue;
          const key = `${stage.name ?? stage.index}:${command.name}:${failure}`;
          const before = found.get(key);
          const options = [...new Set([...(before?.evidence.options ?? []), described(refused.given)])];
          found.set(key, {
            key,
            ...weightOf(place, failure),
            where: [...(before?.where ?? []), at(refused.given.word.start)],
            evidence: { program: command.name, options, base: describePlace(place), side, package: refused.packages[0] ?? '', failure },
          });
        }
      }
      return [...found.values()];
    });
}

function weightOf(place: Place, failure: CommandFailure): Pick<FindingFact<Evidence>, 'severity' | 'certainty'> {
  if (!isBareBase(place) && !plainImages.test(place.name)) return { severity: 'note', certainty: 'possible' };
  return { severity: failure === 'stops' ? 'error' : 'warning', certainty: 'likely' };
}

function described({ option, value }: GivenOption): string {
  return value !== null && /^(?:-d|--date)$/.test(option) ? `-d "${value}"` : option;
}

/** Official images on Alpine that are known to add none of the programs asked about. */
const plainImages = /^(?:docker\.io\/)?(?:library\/)?(?:node|python|golang|rust|nginx|redis|postgres|httpd|memcached)(?::|@)/;

function sideOf({ classification }: Place): Evidence['side'] | null {
  const family = classification?.family;
  if (family === 'alpine') return 'busybox';
  return family === 'debian' || family === 'ubuntu' ? 'gnu' : null;
}

/** `xargs -d , timeout --signal KILL rm`: two programs in front of the one that is run in the end. */
function wrappersOf(command: ShellCommand): readonly ShellCommand[] {
  const { wrapperWords, wrappers } = command;
  const starts = wrapperWords.flatMap(({ text }, index) => (wrappers.includes(text.split('/').at(-1) ?? '') ? [index] : []));
  return starts.map((start, at) => {
    const argv = wrapperWords.slice(start, starts[at + 1]);
    return { ...command, name: argv[0]?.text.split('/').at(-1) ?? '', argv, wrapperWords: [], wrappers: [] };
  });
}

/** How users are made is a rule of its own (missing-user). */
const accounts = /^(?:add|del)(?:user|group)$/;

function refusedOption(
  command: ShellCommand,
  { classification }: Place,
  side: Evidence['side'],
): { readonly given: GivenOption; readonly packages: readonly string[] } | null {
  const applet = accounts.test(command.name) ? undefined : appletOptions(command.name, classification?.release ?? null);
  if (applet === undefined) return null;
  const options = givenOptions(command, applet.takesValue).filter(({ word }) => word.known);
  const refused = side === 'busybox' ? applet.refused : applet.unknownToGnu;
  const given = options.find(({ option }) => refused.has(option)) ?? (side === 'busybox' ? badDate(command, options) : undefined);
  return given === undefined ? null : { given, packages: applet.packages };
}

function badDate({ name, argv }: ShellCommand, options: readonly GivenOption[]): GivenOption | undefined {
  if (name !== 'date') return undefined;
  for (const given of options) {
    if (given.option !== '-d' && given.option !== '--date') continue;
    const next = argv[argv.indexOf(given.word) + 1];
    const value = given.value ?? (next?.known === true ? next.text : null);
    if (value !== null && isRefusedDate(value)) return { ...given, value };
  }
  return undefined;
}
