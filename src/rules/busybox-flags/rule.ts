import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { runFacts, runsOf, systemPackagesOf } from '../../judge/repository/stage-runs.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly program: string;
  readonly flag: string;
  readonly package: string;
}

/** Flags of the GNU programs that the applets of busybox refuse. */
export const busyboxFlags: RunnableStageRule = defineStageRule<Evidence>({
  id: 'busybox-flags',
  title: 'A GNU flag given to busybox',
  find,
  describe: ({ evidence: { program, flag, package: name } }) => ({
    message: `\`${program} ${flag}\`: on Alpine ${program} is busybox's, which does not know this flag and exits 1 with its usage.`,
    fix: `apk add ${name}, or say it without the flag`,
  }),
});

function find({ build, placeOf, at }: StageContext): readonly FindingFact<Evidence>[] {
  return build.stages
    .filter((stage) => stage.needed && placeOf(stage).classification?.family === 'alpine')
    .flatMap((stage) => {
      const runs = runsOf(build, stage);
      return stage.steps
        .flatMap((step) => (step.kind === 'run' ? runFacts(step).commands : []))
        .flatMap((command): readonly FindingFact<Evidence>[] => {
          const known = Object.hasOwn(flags, command.name) ? flags[command.name] : undefined;
          if (known === undefined || command.reached !== 'yes' || command.guards.some(({ kind }) => kind === 'or')) return [];
          const word = command.argv.slice(1).find(({ text }) => known.flag.test(text));
          if (word === undefined || systemPackagesOf(runs, command.start).has(known.package)) return [];
          return [
            {
              key: `${command.name}:${word.text}:${command.start}`,
              severity: 'error',
              certainty: 'likely',
              where: [at(word.start)],
              evidence: { program: command.name, flag: word.text, package: known.package },
            },
          ];
        });
    });
}

/** Measured on busybox 1.36 and 1.37 of Alpine: each of these is refused. */
const flags: Readonly<Record<string, { readonly flag: RegExp; readonly package: string } | undefined>> = {
  grep: { flag: /^-[A-Za-z]*P[A-Za-z]*$|^--perl-regexp$/, package: 'grep' },
  find: { flag: /^-(?:printf|fprintf|regextype|daystart)$/, package: 'findutils' },
  stat: { flag: /^--(?:format|printf)(?:=|$)/, package: 'coreutils' },
  mktemp: { flag: /^--(?:suffix|tmpdir)(?:=|$)/, package: 'coreutils' },
  realpath: { flag: /^--relative-(?:to|base)(?:=|$)/, package: 'coreutils' },
  touch: { flag: /^--date(?:=|$)/, package: 'coreutils' },
  sort: { flag: /^--(?:parallel|human-numeric-sort)(?:=|$)/, package: 'coreutils' },
  df: { flag: /^--output(?:=|$)/, package: 'coreutils' },
  tar: { flag: /^--(?:wildcards|transform|sort|mtime)(?:=|$)/, package: 'tar' },
};
