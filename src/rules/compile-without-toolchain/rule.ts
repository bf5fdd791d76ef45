import { commandText } from '../../dockerfile/shell/command-text.ts';
import { hasCompiler } from '../../judge/repository/compiled-products.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { runFacts, runsOf, systemPackagesOf } from '../../judge/repository/stage-runs.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly command: string;
  readonly base: string;
  readonly lacks: string;
}

/** cgo is asked for where no C compiler is. What packages compile is judged with their lock. */
export const compileWithoutToolchain: RunnableStageRule = defineStageRule<Evidence>({
  id: 'compile-without-toolchain',
  title: 'Compiles without its toolchain',
  find,
  describe: ({ evidence: { command, base, lacks } }) => ({
    message: `\`${command}\` compiles C, and ${lacks} is not in ${base}: \`cgo: C compiler "gcc" not found\` or \`stdlib.h: No such file or directory\`.`,
    fix: /musl/.test(base) ? 'apk add gcc musl-dev in this stage' : 'apt-get install gcc libc6-dev in this stage',
  }),
});

function find({ build, placeOf, at }: StageContext): readonly FindingFact<Evidence>[] {
  return build.stages
    .filter(({ needed }) => needed)
    .flatMap((stage) => {
      const place = placeOf(stage);
      const runs = runsOf(build, stage);
      if (place.libc === null || place.libc === 'none' || place.classification?.certainty !== 'likely') return [];
      // A script, a download or a copied toolchain may have brought one.
      if (
        runs.some(({ opaque, downloads }) => opaque || downloads.length > 0) ||
        stage.steps.some((step) => step.kind === 'copy' && step.from.kind !== 'context')
      )
        return [];
      return stage.steps
        .flatMap((step) => (step.kind === 'run' ? runFacts(step).builds : []))
        .flatMap(({ tool, cgo, target, command }): readonly FindingFact<Evidence>[] => {
          if (tool !== 'go' || cgo !== true || command.reached !== 'yes') return [];
          if ((target ?? '').startsWith('windows') || command.buildEnvironment['CC'] !== undefined) return [];
          const packages = systemPackagesOf(runs, command.start);
          const compiler = hasCompiler({ place, packages: () => packages }, command.start);
          const headers =
            place.libc !== 'musl' ||
            ['musl-dev', 'build-base', 'libc-dev', 'alpine-sdk', 'g++'].some((name) => packages.has(name)) ||
            [...packages].some((name) => name.endsWith('-dev'));
          if (compiler && headers) return [];
          return [
            {
              key: `${stage.name ?? stage.index}:${command.start}`,
              severity: 'error',
              certainty: 'likely',
              where: [at(command.start)],
              evidence: {
                command: commandText(command, 90),
                base: describePlace(place),
                lacks: compiler ? 'musl-dev (the headers of libc)' : 'a C compiler',
              },
            },
          ];
        });
    });
}
