import type { FindingFact } from '../../judge/finding-fact.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isReached, runFacts } from '../../judge/repository/stage-runs.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import { muslStack } from '../../judge/threads/musl-stack.ts';

interface Evidence {
  readonly command: string;
  readonly flag: string;
  readonly base: string;
  readonly stack: number;
  readonly readsHeader: boolean;
}

/** A C or C++ program with threads is linked on musl, and its flags name no stack size. */
export const threadStackInStage: RunnableStageRule = defineStageRule<Evidence>({
  id: 'thread-stack',
  title: 'Threads get a small stack',
  find,
  describe: ({ evidence: { command, flag, base, stack, readsHeader } }) => ({
    message: `\`${command}\` makes a program with threads (${flag}) on ${base}. A thread whose size nobody names has ${stack >> 10} KiB of stack there, and 8 MiB on glibc.`,
    fix: readsHeader
      ? 'add -Wl,-z,stack-size=8388608 when linking the program, or call pthread_attr_setstacksize'
      : 'call pthread_attr_setstacksize',
  }),
});

function find({ build, placeOf, at }: StageContext): readonly FindingFact<Evidence>[] {
  return build.stages
    .filter((stage) => stage.needed && placeOf(stage).libc === 'musl')
    .flatMap((stage) =>
      stage.steps.flatMap((step): readonly FindingFact<Evidence>[] => {
        if (step.kind !== 'run') return [];
        return runFacts(step).builds.flatMap(({ tool, command }): readonly FindingFact<Evidence>[] => {
          if (tool !== 'cc' || !isReached(command)) return [];
          const words = command.argv.map(({ text }) => text);
          const all = [...words, step.variables['LDFLAGS'] ?? '', command.buildEnvironment['LDFLAGS'] ?? ''].join(' ');
          const flag = words.find((word) => /^-(?:pthread|lpthread|fopenmp)$/.test(word));
          // A shared object takes the size of the program that loads it.
          if (flag === undefined || /stack-size|(?:^| )-(?:shared|c|E|S)(?: |$)/.test(all)) return [];
          const { bytes, readsHeader } = muslStack(placeOf(stage).version);
          return [
            {
              key: `${stage.name ?? stage.index}:${command.start}`,
              cause: `${words[0] ?? ''} ${flag}`,
              severity: 'note',
              certainty: 'possible',
              where: [at(command.start)],
              evidence: { command: words.join(' ').slice(0, 90), flag, base: describePlace(placeOf(stage)), stack: bytes, readsHeader },
            },
          ];
        });
      }),
    );
}
