import { defineRule } from '../../judge/rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import type { RunnableRule, TargetContext } from '../../judge/rule.ts';
import { groupByCause, listed, placesOf } from '../../judge/group-failures.ts';
import type { JudgedArtifact } from '../../judge/judged-artifact.ts';
import { scriptInterpreter } from '../../loader/kernel/script.ts';
import { findOnPath } from '../../judge/find-program.ts';
import { parseEnvLine } from './env-line.ts';

type Problem =
  | 'missing'
  | 'carriage-return'
  | 'byte-order-mark'
  | 'no-interpreter'
  | 'env-program-missing'
  | 'env-split-string'
  | 'unusable';

interface Evidence {
  readonly problem: Problem;
  /** As the kernel or env would look it up. */
  readonly interpreter: string;
  readonly busybox: boolean;
  /** The kernel's or loader's first line, where the interpreter itself fails. */
  readonly said?: string;
  readonly started: boolean;
  readonly scripts: readonly string[];
}

/** The first line of a script names a program that is not there, or cannot be read as the author meant it (loader.md, section 2). */
export const scriptInterpreterRule: RunnableRule = defineRule<Evidence>({
  id: 'script-interpreter',
  title: 'A script names an interpreter that this base does not have',
  find(context) {
    const scripts = context.artifacts.filter(({ kind }) => kind === 'script');
    const groups = groupByCause(scripts, (artifact) => {
      const problem = problemOf(artifact, context);
      return problem === null ? [] : [[`${problem.problem}:${problem.interpreter}:${artifact.use}`, problem]];
    });
    return groups.map(({ key, artifacts, details }): FindingFact<Evidence> => {
      const started = artifacts.some(({ use }) => use === 'entrypoint');
      const problem = details[0] ?? { problem: 'missing' as const, interpreter: '', busybox: false };
      return {
        key,
        severity: started ? 'error' : 'warning',
        certainty: 'proven',
        where: placesOf(artifacts),
        evidence: { ...problem, started, scripts: artifacts.map(({ path }) => path) },
      };
    });
  },
  describe({ evidence: { problem, interpreter, scripts, busybox, said = '' } }) {
    const who = `${listed(scripts, 3)} ${scripts.length === 1 ? 'names' : 'name'}`;
    const shown = interpreter.replaceAll('\r', String.raw`\r`);
    switch (problem) {
      case 'carriage-return':
        return {
          message: `${who} the interpreter \`${shown}\`: the line ends in a carriage return, which is part of the name. It looks like a missing file: \`no such file or directory\`, \`not found\`.`,
          fix: 'save it with Unix line ends (dos2unix, `* text eol=lf` in .gitattributes)',
        };
      case 'byte-order-mark':
        return {
          message: `${listed(scripts, 3)} begins with a byte order mark before \`#!\`: the kernel says \`exec format error\`; a shell runs it as a shell script, whatever the line says.`,
          fix: 'save it as UTF-8 without a byte order mark',
        };
      case 'no-interpreter':
        return {
          message: `The \`#!\` line of ${listed(scripts, 3)} names no interpreter the kernel can read: \`exec format error\`.`,
          fix: 'name the interpreter in the first 255 bytes',
        };
      case 'env-program-missing':
        return {
          message: `${who} \`${shown}\` through env, and it is on no folder of PATH: \`${busybox ? `env: can't execute '${shown}': No such file or directory` : `env: ‘${shown}’: No such file or directory`}\`.`,
          fix: `install ${shown} on this base, or name an interpreter that is there`,
        };
      case 'env-split-string':
        return {
          message: `${who} \`env -S\`, which busybox's env here does not know: it prints its usage and ends with 1.`,
          fix: 'name the interpreter directly, or install coreutils',
        };
      case 'unusable':
        return {
          message: `${who} the interpreter ${shown}, which is there and cannot be started.${said === '' ? '' : ` The kernel or loader says: ${said}`}`,
          fix: `make ${shown} start on this base, or use an interpreter that does`,
        };
      case 'missing':
        return {
          message: `${who} the interpreter ${shown}, which this base does not have. It looks like a missing file: \`no such file or directory\`, in a busybox shell \`not found\`.`,
          fix: `install what provides ${shown}, or use an interpreter that is there`,
        };
    }
  },
});

function problemOf(
  artifact: JudgedArtifact,
  context: TargetContext,
): Pick<Evidence, 'problem' | 'interpreter' | 'busybox' | 'said'> | null {
  const script = context.software.rootfs.script(artifact.entry.identity);
  if (script === null) return null;
  const interpreter = scriptInterpreter(script);
  if (interpreter === null) return { problem: script.bom ? 'byte-order-mark' : 'no-interpreter', interpreter: '', busybox: false };
  const cwd = context.software.entrypoint?.workingDir ?? '/';
  const found = context.rootfs.tree.lookup(interpreter, { cwd });
  if (!found.ok) return { problem: interpreter.endsWith('\r') ? 'carriage-return' : 'missing', interpreter, busybox: false };
  // It is there, and the kernel or its own loader refuses it: a folder, no execute bit, a program for another C library.
  if (artifact.outcome !== 'runs' && artifact.outcome !== 'unknown')
    return { problem: 'unusable', interpreter, busybox: false, said: artifact.messages[0] ?? '' };
  const env = parseEnvLine(script.line, interpreter);
  if (env === null) return null;
  const busybox = found.entry.path.endsWith('/busybox');
  if (env.splitString && busybox) return { problem: 'env-split-string', interpreter, busybox };
  if (env.program === null || findOnPath(context.rootfs.tree, env.program, context.software.entrypoint?.env['PATH'], cwd) !== null)
    return null;
  return { problem: 'env-program-missing', interpreter: env.program, busybox };
}
