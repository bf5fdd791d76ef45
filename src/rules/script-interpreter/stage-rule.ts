import type { CopyStep } from '../../dockerfile/stages/step.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import { absentProgram } from '../../judge/repository/absent-program.ts';
import { contextFileAt } from '../../judge/repository/context-file.ts';
import type { ContextFile } from '../../judge/repository/context-file.ts';
import { describePlace } from '../../judge/repository/place.ts';
import { resolvePath } from '../../judge/repository/product.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isReached, runFacts } from '../../judge/repository/stage-runs.ts';
import { startedPaths } from '../../judge/repository/started-paths.ts';
import { baseHasShell, takesUnseenPrograms } from '../../judge/repository/started-program.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import { scriptInterpreter } from '../../loader/kernel/script.ts';
import { parseEnvLine } from './env-line.ts';

interface Evidence {
  readonly problem: 'missing' | 'carriage-return';
  readonly interpreter: string;
  readonly script: string;
  readonly base: string;
  readonly install: string;
  readonly sure: boolean;
  readonly starts: boolean;
}

/** The first line of a script that the build copies and that a container or a RUN starts. */
export const scriptInterpreterInStage: RunnableStageRule = defineStageRule<Evidence>({
  id: 'script-interpreter',
  title: 'A script names an interpreter that this base does not have',
  find,
  describe: ({ evidence: { problem, interpreter, script, base, install, sure, starts } }) => {
    const what = starts ? 'the container ends at once' : 'the build stops';
    if (problem === 'carriage-return')
      return {
        message: `${script} names the interpreter \`${interpreter}\`: the line ends in a carriage return, which is part of the name. It looks like a missing file, and ${what}: \`no such file or directory\`, \`not found\`.`,
        fix: 'save it with Unix line ends (dos2unix, `* text eol=lf` in .gitattributes)',
      };
    return {
      message: `${script} names the interpreter ${interpreter}, which ${base} does not have${sure ? '' : ', unless one of the installed packages brings it along'}: ${what} with \`no such file or directory\` or \`not found\`, which looks as if the script were missing.`,
      fix: install,
    };
  },
});

function find(context: StageContext): readonly FindingFact<Evidence>[] {
  const found = new Map<string, FindingFact<Evidence>>();
  for (const { path, offset, starts } of askedPaths(context)) {
    const file = contextFileAt(context, path);
    const fact = file === null ? null : factOf(context, file, offset, starts);
    if (fact !== null && !found.has(fact.key)) found.set(fact.key, fact);
  }
  return [...found.values()];
}

interface AskedPath {
  readonly path: string;
  readonly offset: number;
  readonly starts: boolean;
}

/** What the container starts, behind programs that only start another, and what RUN starts by its path. */
function askedPaths(context: StageContext): readonly AskedPath[] {
  return [
    ...startedPaths(context).map(({ path, offset }) => ({ path, offset, starts: true })),
    ...context.runs.flatMap(({ commands, folderOf }) =>
      commands.flatMap((command) => {
        const word = command.argv[0];
        if (word?.known !== true || !word.text.includes('/') || !isReached(command)) return [];
        return [{ path: resolvePath(folderOf(command), word.text), offset: command.start, starts: false }];
      }),
    ),
  ];
}

function factOf(context: StageContext, file: ContextFile, offset: number, starts: boolean): FindingFact<Evidence> | null {
  const { place, at, locks } = context;
  const text = file.text.slice(0, 256);
  const end = text.indexOf('\n');
  const line = end === -1 ? text : text.slice(0, end);
  if (!line.startsWith('#!')) return null;
  const named = scriptInterpreter({ line, complete: true, bom: false });
  if (named === null) return null;
  const fact = (problem: Evidence['problem'], interpreter: string, install: string, sure: boolean): FindingFact<Evidence> => ({
    key: `${file.source}:${interpreter.replaceAll('\r', '')}`,
    severity: sure ? 'error' : 'warning',
    certainty: sure ? 'likely' : 'possible',
    where: [at(offset)],
    evidence: {
      problem,
      interpreter: interpreter.replaceAll('\r', String.raw`\r`),
      script: file.source,
      base: describePlace(place),
      install,
      sure,
      starts,
    },
  });
  const env = parseEnvLine(line.replace(/\r$/, ''), named.replace(/\r$/, ''));
  if (line.endsWith('\r')) {
    // With words behind it the carriage return belongs to the last of them; bash takes it as part of an option, env as part of the name.
    const last =
      line
        .trimStart()
        .split(/[ \t]+/)
        .at(-1) ?? '';
    const split = named.endsWith('\r') || (env !== null && env.program !== null);
    if (!split || isConverted(context, file.step) || /eol\s*=\s*lf|text\s*=\s*auto/.test(locks.text('.gitattributes') ?? '')) return null;
    return fact('carriage-return', last.replace(/^#!/, ''), '', true);
  }
  const program = (env === null ? named : (env.program ?? '')).split('/').at(-1) ?? '';
  if (takesUnseenPrograms(context) || context.runs.some(({ opaque }) => opaque)) return null;
  if (baseHasShell(place) === false && /^(?:sh|bash|ash|dash)$/.test(program))
    return fact('missing', named, 'start the program itself, in exec form', true);
  const absent = absentProgram(program, place, context.packages);
  return absent === null
    ? null
    : fact('missing', env === null ? named : program, `${absent.install}, or name an interpreter that is there`, absent.sure);
}

/** Something takes carriage returns away before the script is started. */
function isConverted({ chain }: StageContext, copy: CopyStep): boolean {
  return chain.some(({ steps }) =>
    steps.some(
      (step) =>
        step.kind === 'run' &&
        step.instruction.range.start > copy.instruction.range.start &&
        (/dos2unix|\\r/.test(step.instruction.unfolded.text) || runFacts(step).opaque),
    ),
  );
}
