import type { Dockerfile, Instruction } from '../../formats/text/dockerfile/dockerfile.ts';
import { heredocWord } from '../../formats/text/dockerfile/heredocs.ts';
import { mapJsonString } from '../../formats/text/dockerfile/json-words.ts';
import { composeMapped, concatMapped, joinRanges, mappedFrom, sliceMapped } from '../../formats/text/dockerfile/mapped-text.ts';
import type { MappedText } from '../../formats/text/dockerfile/mapped-text.ts';

/** A shell text with the way back to the Dockerfile. */
export interface RunScript {
  readonly text: MappedText;
  /** Base name of the interpreter: `sh`, `bash`, `ash`, `python3`. */
  readonly shell: string;
}

/** The text that RUN (or CMD, ENTRYPOINT) hands to a shell, null when it hands none or the shell is not a POSIX one. */
export function runScript(file: Dockerfile, instruction: Instruction, shell: readonly string[]): RunScript | null {
  const { value, heredocs } = instruction;
  if (value.kind === 'exec') return execScript(instruction);
  if (value.kind !== 'shell') return null;
  const name = baseName(shell[0] ?? 'sh');
  const text = sliceMapped(instruction.unfolded, instruction.args.start, instruction.args.end);
  const first = heredocs[0];
  if (first === undefined) return posix({ text, shell: name });
  // BuildKit dispatchRun: a lone heredoc is the script itself, and a `#!` line chooses its interpreter.
  if (heredocWord(text.text) !== undefined) {
    const body = bodyText(file, first.body, first.chomp);
    const interpreter = /^#![ \t]*(\S+)(?:[ \t]+(\S+))?/.exec(body.text);
    if (interpreter === null) return posix({ text: body, shell: name });
    const program = baseName(interpreter[1] ?? '');
    return posix({ text: body, shell: program === 'env' ? baseName(interpreter[2] ?? '') : program });
  }
  const parts = heredocs.flatMap((heredoc) => [
    mappedFrom('\n', heredoc.body.start),
    joinRanges(file.text, [heredoc.body]),
    mappedFrom(heredoc.name, heredoc.terminator.start),
  ]);
  return posix({ text: concatMapped([text, ...parts]), shell: fedShell(text.text) ?? name });
}

/** Exec form runs no shell, unless it names one itself: `["sh", "-c", "…"]`. */
function execScript({ value, unfolded }: Instruction): RunScript | null {
  if (value.kind !== 'exec') return null;
  const shell = baseName(value.items[0]?.text ?? '');
  const flag = value.items.findIndex(({ text }, index) => index > 0 && /^-[a-z]*c[a-z]*$/.test(text));
  const script = flag === -1 ? undefined : value.items[flag + 1];
  if (script === undefined || !shells.has(shell)) return null;
  const token = unfolded.text.slice(script.start, script.end);
  return { text: composeMapped(unfolded, mapJsonString(token, script.start)), shell };
}

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'busybox']);

function posix(script: RunScript): RunScript | null {
  return shells.has(script.shell) ? script : null;
}

/** `RUN bash <<EOF`, `RUN python3 <<EOF`: the first command reads the heredoc, the shell of the RUN only starts it. */
function fedShell(text: string): string | undefined {
  const word = /^(\S+)(?:[ \t]+-\w+)*[ \t]*<</.exec(text)?.[1];
  const name = baseName(word ?? '');
  return shells.has(name) ? name : undefined;
}

/** `<<-` takes leading tabs away. */
function bodyText(file: Dockerfile, body: { readonly start: number; readonly end: number }, chomp: boolean): MappedText {
  if (!chomp) return joinRanges(file.text, [body]);
  const ranges: { start: number; end: number }[] = [];
  for (let start = body.start; start < body.end;) {
    const newline = file.text.indexOf('\n', start);
    const end = newline === -1 || newline >= body.end ? body.end : newline + 1;
    let from = start;
    while (from < end && file.text[from] === '\t') from += 1;
    ranges.push({ start: from, end });
    start = end;
  }
  return joinRanges(file.text, ranges);
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? '';
}
