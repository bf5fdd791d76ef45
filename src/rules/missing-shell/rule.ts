import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { baseHasShell, startedCommand, takesUnseenPrograms } from '../../judge/repository/started-program.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly what: string;
  readonly base: string;
  readonly builds: boolean;
}

/** RUN, CMD or ENTRYPOINT needs a shell, and the base has none. */
export const missingShell: RunnableStageRule = defineStageRule<Evidence>({
  id: 'missing-shell',
  title: 'A shell is needed where there is none',
  find,
  describe: ({ evidence: { what, base, builds } }) => ({
    message: `${what} needs /bin/sh, which ${base} does not have: ${builds ? 'the build stops' : 'the container does not start'} with \`exec: "/bin/sh": stat /bin/sh: no such file or directory\`.`,
    fix: builds ? 'do this in an earlier stage and COPY the result' : 'write the command in exec form: ["program", "argument"]',
  }),
});

function find(context: StageContext): readonly FindingFact<Evidence>[] {
  const { place, stage, chain, at } = context;
  if (baseHasShell(place) !== false || takesUnseenPrograms(context)) return [];
  const base = describePlace(place);
  const run = chain.flatMap(({ steps }) => steps).find((step) => step.kind === 'run' && step.argv === undefined);
  const found: FindingFact<Evidence>[] = [];
  const fact = (offset: number, what: string, builds: boolean): FindingFact<Evidence> => ({
    key: what,
    severity: 'error',
    certainty: 'likely',
    where: [at(offset)],
    evidence: { what, base, builds },
  });
  if (run !== undefined) found.push(fact(run.instruction.range.start, 'RUN', true));
  const started = startedCommand(context);
  if (started?.command.form === 'shell' && (stage.config.shell === undefined || stage.config.shell[0] === '/bin/sh'))
    found.push(fact(started.command.instruction.range.start, `${started.command.instruction.keyword} in shell form`, false));
  const { healthcheck } = stage.config;
  if (healthcheck?.form === 'shell') found.push(fact(healthcheck.instruction.range.start, 'HEALTHCHECK in shell form', false));
  return found;
}
