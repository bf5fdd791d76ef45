import { parseImageReference } from '../../bases/image-reference.ts';
import { compareVersions } from '../../bases/releases.ts';
import { bashSyntax } from '../../dockerfile/shell/bash-syntax.ts';
import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import type { Stage } from '../../dockerfile/stages/build-graph.ts';
import type { RunStep } from '../../dockerfile/stages/step.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { Place } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { runFacts, stageChain } from '../../judge/repository/stage-runs.ts';
import type { RunFacts } from '../../judge/repository/stage-runs.ts';
import { isBareBase } from '../../judge/repository/started-program.ts';
import { isTried } from '../../judge/repository/tried-command.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import { commandsOf, doubleEquals, pipefail, syntaxOf } from './constructs.ts';
import type { Effect } from './constructs.ts';

interface Evidence {
  readonly shell: 'dash' | 'ash';
  readonly base: string;
  readonly effects: readonly Effect[];
  readonly stops: boolean;
}

/** A RUN in the words of bash that the base's /bin/sh gets, which is another shell. */
export const shellSyntax: RunnableStageRule = defineStageRule<Evidence>({
  id: 'shell-syntax',
  title: 'bash syntax for a shell that is not bash',
  find,
  describe: ({ evidence: { shell, base, effects, stops } }) => ({
    message: `/bin/sh of ${base} is ${shell === 'dash' ? 'dash' : "busybox's ash"}, which does not read what only bash knows: ${effects.map(({ shown, text }) => `\`${shown}\` (${text})`).join('; ')}. ${stops ? 'The build stops there.' : 'The build goes on as if the condition were false or the command had done its work.'}`,
    fix: `${shell === 'ash' ? 'apk add bash and ' : ''}SHELL ["/bin/bash", "-c"] in front of it, or the POSIX spelling`,
  }),
});

interface Seen {
  readonly effect: Effect;
  readonly start: number;
  readonly stops: boolean;
}

function find({ build, placeOf, at }: StageContext): readonly FindingFact<Evidence>[] {
  return build.stages
    .filter(({ needed }) => needed)
    .flatMap((stage) => {
      const place = placeOf(stage);
      const shell = shellOf(place);
      if (shell === null || isReplaced(stageChain(build, stage))) return [];
      const seen = stage.steps.flatMap((step) => (step.kind === 'run' && step.script?.shell === 'sh' ? seenIn(step, shell, place) : []));
      // What stops the build comes before what only misleads it.
      return [true, false].flatMap((stops): readonly FindingFact<Evidence>[] => {
        const these = seen.filter((each) => each.stops === stops);
        if (these.length === 0) return [];
        const effects = [...new Map(these.map(({ effect }) => [effect.shown, effect])).values()];
        return [
          {
            key: `${stage.name ?? stage.index}:${stops ? 'stops' : 'goes-on'}`,
            severity: stops ? 'error' : 'warning',
            certainty: 'likely',
            where: these.map(({ start }) => at(start)),
            evidence: { shell, base: describePlace(place), effects, stops },
          },
        ];
      });
    });
}

/** Of distributions' own and Docker's official images; other publishers set SHELL or link another shell. */
function shellOf(place: Place): Evidence['shell'] | null {
  const { family = '', variants = [] } = place.classification ?? {};
  if (!(isBareBase(place) || parseImageReference(place.name)?.name.includes('/') === false) || variants.includes('distroless')) return null;
  return family === 'debian' || family === 'ubuntu' ? 'dash' : family === 'alpine' ? 'ash' : null;
}

/** `ln -sf /bin/bash /bin/sh` and its like. */
function isReplaced(chain: readonly Stage[]): boolean {
  return chain.some(({ steps }) =>
    steps.some(
      ({ kind, instruction }) =>
        kind === 'run' &&
        /(?:ln|cp|mv|install)\b[^;&|\n]*\/bin\/sh(?![\w./-])|reconfigure[^;&|\n]*dash|dash\/sh/.test(instruction.unfolded.text),
    ),
  );
}

function seenIn(step: RunStep, shell: Evidence['shell'], place: Place): readonly Seen[] {
  if (step.script === null) return [];
  const facts = runFacts(step);
  const syntax = bashSyntax(step.script.text).flatMap(({ construct, start }): readonly Seen[] => {
    const effect = syntaxOf[shell][construct];
    return effect === undefined ? [] : [{ effect, start, stops: effect.kind === 'refused' }];
  });
  const commands = facts.commands.flatMap((command): readonly Seen[] => {
    const effect = effectOf(command, shell, place);
    if (effect === undefined || command.reached !== 'yes' || inOtherShell(command)) return [];
    if (effect.kind === 'fails' && isTried(command, facts)) return [];
    return [
      { effect, start: command.start, stops: effect.kind === 'refused' || (effect.kind === 'fails' && isDecisive(command, facts, step)) },
    ];
  });
  return [...syntax, ...commands];
}

function effectOf({ name, argv }: ShellCommand, shell: Evidence['shell'], place: Place): Effect | undefined {
  const words = argv.map(({ text }) => text);
  if (shell === 'dash' && (name === '[' || name === 'test') && words.includes('==')) return doubleEquals;
  if (shell === 'dash' && name === 'set' && words.includes('pipefail')) return knowsPipefail(place) ? undefined : pipefail;
  return Object.hasOwn(commandsOf[shell], name) && words[0] === name ? commandsOf[shell][name] : undefined;
}

/** dash since 0.5.12-7 (Debian bug 1071238): Debian 13 and Ubuntu 25.04. */
function knowsPipefail({ classification }: Place): boolean {
  const { family = '', release = null } = classification ?? {};
  return release === null || release === 'sid' || compareVersions(release, family === 'debian' ? '13' : '25.04') >= 0;
}

/** `bash -c "source x"`: another shell reads it. */
function inOtherShell({ guards }: ShellCommand): boolean {
  return guards.some(({ kind, text }) => kind === 'subshell' && text.endsWith(' -c'));
}

/** Its failure is the failure of the RUN: `&&` behind it, `set -e`, or nothing after it. */
function isDecisive(command: ShellCommand, { commands }: RunFacts, step: RunStep): boolean {
  const later = commands.filter(({ start }) => start > command.start);
  if (later.length === 0) return true;
  if (later.some(({ guards }) => guards.some(({ kind, text }) => kind === 'and' && text.startsWith(command.name)))) return true;
  return /(?:^|[\s;&])set -[a-z]*e/.test(step.script?.text.text ?? '');
}
