import { absentProgram } from '../../judge/repository/absent-program.ts';
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
  /** `/bin/sh`, or `bash`. */
  readonly shell: string;
  readonly install: string | null;
}

/** RUN, CMD or ENTRYPOINT needs a shell, and the base has none. */
export const missingShell: RunnableStageRule = defineStageRule<Evidence>({
  id: 'missing-shell',
  title: 'A shell is needed where there is none',
  find,
  describe: ({ evidence: { what, base, builds, shell, install } }) => ({
    message: `${what} needs ${shell}, which ${base} does not have: ${builds ? 'the build stops' : 'the container does not start'} with ${shell.includes('/') ? `\`exec: "${shell}": stat ${shell}: no such file or directory\`` : `\`exec: "${shell}": executable file not found in $PATH\``}.`,
    fix:
      install !== null
        ? `${install}, or start it with /bin/sh`
        : builds
          ? 'do this in an earlier stage and COPY the result'
          : 'write the command in exec form: ["program", "argument"]',
  }),
});

function find(context: StageContext): readonly FindingFact<Evidence>[] {
  const { place, stage, chain, at } = context;
  if (takesUnseenPrograms(context)) return [];
  if (baseHasShell(place) !== false) return absentBash(context);
  const base = describePlace(place);
  const run = chain.flatMap(({ steps }) => steps).find((step) => step.kind === 'run' && step.argv === undefined);
  const found: FindingFact<Evidence>[] = [];
  const fact = (offset: number, what: string, builds: boolean): FindingFact<Evidence> => ({
    key: what,
    severity: 'error',
    certainty: 'likely',
    where: [at(offset)],
    evidence: { what, base, builds, shell: '/bin/sh', install: null },
  });
  if (run !== undefined) found.push(fact(run.instruction.range.start, 'RUN', true));
  const started = startedCommand(context);
  if (started?.command.form === 'shell' && (stage.config.shell === undefined || stage.config.shell[0] === '/bin/sh'))
    found.push(fact(started.command.instruction.range.start, `${started.command.instruction.keyword} in shell form`, false));
  const { healthcheck } = stage.config;
  if (healthcheck?.form === 'shell') found.push(fact(healthcheck.instruction.range.start, 'HEALTHCHECK in shell form', false));
  return found;
}

/** CMD or ENTRYPOINT starts bash itself, on a base that has another shell only. */
function absentBash(context: StageContext): readonly FindingFact<Evidence>[] {
  const { place, packages, runs, at } = context;
  const started = startedCommand(context);
  const shell = started?.argv.find((word, index) => index === 0 || /(?:^|\/)bash$/.test(word)) ?? '';
  if (started === null || !/^(?:\/(?:usr\/)?bin\/)?bash$/.test(shell) || runs.some(({ opaque }) => opaque)) return [];
  const absent = absentProgram('bash', place, packages);
  if (absent?.sure !== true) return [];
  const { keyword, range } = started.command.instruction;
  const evidence = { what: keyword, base: describePlace(place), builds: false, shell, install: absent.install };
  return [{ key: 'bash', severity: 'error', certainty: 'likely', where: [at(range.start)], evidence }];
}
