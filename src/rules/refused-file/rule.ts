import type { Problem } from '../../formats/text/dockerfile/dockerfile.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly problem: string;
  readonly more: number;
}

/** BuildKit does not accept the file. */
export const refusedFile: RunnableStageRule = defineStageRule<Evidence>({
  id: 'refused-file',
  title: 'A Dockerfile that docker build refuses',
  find,
  describe: ({ evidence: { problem, more } }) => ({
    message: `\`docker build\` stops before its first step: ${problem}.${more === 0 ? '' : ` ${more} more ${more === 1 ? 'place is' : 'places are'} refused.`}`,
    fix: 'correct the line, or give the file an ending such as .tmpl where something else fills it in first',
  }),
});

function find({ dockerfile, build, at }: StageContext): readonly FindingFact<Evidence>[] {
  // Another frontend may have instructions of its own.
  const frontend = dockerfile.directives.find(({ name }) => name === 'syntax')?.value;
  if (frontend !== undefined && !/^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(frontend)) return [];
  const problems: readonly Problem[] = [...dockerfile.problems, ...build.problems];
  const [first] = problems;
  if (first === undefined) return [];
  return [
    {
      key: first.code,
      severity: 'error',
      certainty: 'likely',
      where: problems.slice(0, 20).map(({ offset }) => at(offset)),
      evidence: { problem: first.message, more: problems.length - 1 },
    },
  ];
}
