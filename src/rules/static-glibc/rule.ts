import { commandText } from '../../dockerfile/shell/command-text.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isReached, runFacts } from '../../judge/repository/stage-runs.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly command: string;
  readonly builder: string;
  readonly base: string;
}

/** Linked statically against glibc: names and users still need its shared NSS modules at run time. */
export const staticGlibc: RunnableStageRule = defineStageRule<Evidence>({
  id: 'static-glibc',
  title: 'Static against glibc, which still loads NSS',
  find,
  describe: ({ evidence: { command, builder, base } }) => ({
    message: `\`${command}\` links glibc statically in ${builder}. getaddrinfo, getpwnam and iconv of such a program open shared files of the very same glibc when they are called; ${base} does not have them, so host names, users and character sets may fail or crash there.`,
    fix: 'link statically against musl instead, or keep to CGO_ENABLED=0 (Go has its own resolver)',
  }),
});

function find({ build, placeOf, place, at }: StageContext): readonly FindingFact<Evidence>[] {
  return build.stages
    .filter((stage) => stage.needed && placeOf(stage).libc === 'glibc')
    .flatMap((stage) => {
      const builder = placeOf(stage);
      // On the very same glibc its modules are there.
      if (place.libc === 'glibc' && place.version === builder.version) return [];
      return stage.steps
        .flatMap((step) => (step.kind === 'run' ? runFacts(step).builds : []))
        .filter(
          ({ tool, asksStatic, cgo, command }) =>
            asksStatic &&
            cgo !== false &&
            (tool === 'go' || tool === 'cc' || tool === 'cargo') &&
            isReached(command) &&
            !/musl/.test(command.name),
        )
        .map(
          ({ command }) =>
            ({
              key: String(command.start),
              severity: 'note',
              certainty: 'possible',
              where: [at(command.start)],
              evidence: {
                command: commandText(command, 100),
                builder: describePlace(builder),
                base: describePlace(place),
              },
            }) as const,
        );
    });
}
