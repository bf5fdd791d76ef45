import { FormatError } from '../../format-error.ts';
import { ArgumentsError, readArguments } from './arguments.ts';
import { checkFile, checkInstruction } from './check-instruction.ts';
import type { Arguments, Dockerfile, Instruction, Piece, Problem, Range } from './dockerfile.ts';
import { readFlags } from './flags.ts';
import { heredocBodies, heredocWords } from './heredocs.ts';
import { originOffset } from './mapped-text.ts';
import type { MappedText } from './mapped-text.ts';
import { lineKind, readDirectives, sourceLines, unfoldLine } from './unfold.ts';
import type { LogicalLine, SourceLine } from './unfold.ts';
import { trimRange } from './white-space.ts';

/**
 * Reads a Dockerfile as BuildKit's frontend does (moby/buildkit frontend/dockerfile/parser), keeping every byte and the way from each
 * unfolded line back to the file. What BuildKit refuses becomes a problem, and reading goes on. `text` comes from `sourceText`.
 *
 * @throws FormatError `dockerfile-too-large` above 4 MiB or 100,000 lines.
 */
export function parseDockerfile(text: string): Dockerfile {
  if (text.length > MAX_LENGTH) throw new FormatError('dockerfile-too-large', MAX_LENGTH, 'the Dockerfile is larger than 4 MiB');
  const lines = sourceLines(text);
  if (lines.length > MAX_LINES) throw new FormatError('dockerfile-too-large', 0, 'the Dockerfile has more than 100,000 lines');
  const { directives, problems: directiveProblems } = readDirectives(text, lines);
  const escape = directives.find(({ name }) => name === 'escape')?.value === '`' ? '`' : '\\';
  const pieces: Piece[] = text.startsWith('\uFEFF') ? [{ kind: 'bom', start: 0, end: 1 }] : [];
  const instructions: Instruction[] = [];
  const problems: Problem[] = [...directiveProblems, ...longLines(lines)];
  for (let index = 0; index < lines.length;) {
    const line = lines[index];
    if (line === undefined) break;
    const kind = lineKind(text, line);
    if (kind !== 'code') {
      pieces.push({ kind: index < directives.length ? 'directive' : kind, start: line.start, end: line.next });
      index += 1;
      continue;
    }
    const logical = unfoldLine(text, lines, index, escape);
    const read = readInstruction(text, lines, logical, escape);
    instructions.push(read.instruction);
    problems.push(...read.problems);
    pieces.push({ kind: 'instruction', start: line.start, end: lines[read.nextLine - 1]?.next ?? text.length });
    index = read.nextLine;
  }
  problems.push(...checkFile(instructions));
  return { text, escape, directives, pieces, instructions, problems };
}

const MAX_LENGTH = 4 * 1024 * 1024;
const MAX_LINES = 100_000;
/** bufio.MaxScanTokenSize: BuildKit gives up at a physical line of this many bytes, its newline included. */
const MAX_PHYSICAL_LINE = 65_536;

function longLines(lines: readonly SourceLine[]): readonly Problem[] {
  const long = lines.find(({ start, next }) => next - start >= MAX_PHYSICAL_LINE);
  if (long === undefined) return [];
  return [{ code: 'dockerfile-long-line', offset: long.start, message: 'dockerfile line greater than max allowed size of 65535' }];
}

interface Read {
  readonly instruction: Instruction;
  readonly problems: readonly Problem[];
  readonly nextLine: number;
}

function readInstruction(text: string, lines: readonly SourceLine[], logical: LogicalLine, escape: string): Read {
  const { unfolded } = logical;
  const problems: Problem[] = [];
  const head = readHead(unfolded, { start: 0, end: unfolded.text.length }, escape, problems);
  const words = takesHeredocs(head) ? heredocWords(unfolded.text) : [];
  const bodies = heredocBodies(text, lines, logical.nextLine, words);
  problems.push(...bodies.problems);
  const start = originOffset(unfolded, head.keywordRange.start);
  const end = lines[bodies.nextLine - 1]?.end ?? text.length;
  const instruction = withHeredocs({ ...head, range: { start, end: Math.max(start, end) } }, bodies.heredocs);
  problems.push(...checkInstruction(instruction));
  return { instruction, problems, nextLine: bodies.nextLine };
}

/** Keyword, flags and arguments of the part `range` of an unfolded line; ONBUILD holds a further one. */
function readHead(unfolded: MappedText, range: Range, escape: string, problems: Problem[]): Instruction {
  const { text } = unfolded;
  const { start, end } = trimRange(text, range.start, range.end);
  const keyword = /^[^\t\v\f\r ]*/.exec(text.slice(start, end))?.[0] ?? '';
  const keywordEnd = start + keyword.length;
  const { flags, argsStart } = readFlags(text, { start: keywordEnd, end }, escape);
  const args = trimRange(text, argsStart, end);
  const name = keyword.toUpperCase();
  const value = name === 'ONBUILD' ? onbuild(unfolded, args, escape, problems) : safeArguments(name, unfolded, args, escape, problems);
  const keywordRange = { start, end: keywordEnd };
  return { keyword: name, range: { start, end }, unfolded, keywordRange, flags, args, value, heredocs: [] };
}

function onbuild(unfolded: MappedText, args: Range, escape: string, problems: Problem[]): Arguments {
  if (args.start === args.end) return { kind: 'none' };
  // ONBUILD ONBUILD is refused by BuildKit; stopping here also bounds the recursion.
  if (/^onbuild\b/i.test(unfolded.text.slice(args.start, args.start + 8))) {
    const offset = originOffset(unfolded, args.start);
    problems.push({ code: 'dockerfile-onbuild-chain', offset, message: "chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed" });
    return { kind: 'text', text: unfolded.text.slice(args.start, args.end) };
  }
  const instruction = readHead(unfolded, args, escape, problems);
  return { kind: 'onbuild', instruction };
}

function safeArguments(keyword: string, unfolded: MappedText, args: Range, escape: string, problems: Problem[]): Arguments {
  try {
    return readArguments(keyword, unfolded.text, args, escape);
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error;
    problems.push({ code: error.code, offset: originOffset(unfolded, error.at), message: error.message });
    return { kind: 'text', text: unfolded.text.slice(args.start, args.end) };
  }
}

function takesHeredocs(instruction: Instruction): boolean {
  const inner = instruction.value.kind === 'onbuild' ? instruction.value.instruction : instruction;
  return (inner.keyword === 'RUN' || inner.keyword === 'COPY' || inner.keyword === 'ADD') && inner.value.kind !== 'exec';
}

function withHeredocs(instruction: Instruction, heredocs: Instruction['heredocs']): Instruction {
  if (instruction.value.kind !== 'onbuild') return { ...instruction, heredocs };
  const { range } = instruction;
  return { ...instruction, heredocs, value: { kind: 'onbuild', instruction: { ...instruction.value.instruction, range, heredocs } } };
}
