import type { Dockerfile, Instruction, Problem } from '../../formats/text/dockerfile/dockerfile.ts';
import { platformArguments } from './arguments.ts';
import type { StageHead, StageState } from './build-context.ts';
import type { BuildGraph, BuildOptions, GlobalArg, Stage } from './build-graph.ts';
import { needed } from './needed.ts';
import { expandStrictly } from './scope.ts';
import type { Variables } from './scope.ts';
import { namedContext, stageBase } from './stage-base.ts';
import { readStage } from './read-stage.ts';

/** Works out the stages of a Dockerfile as BuildKit does (dockerfile2llb toDispatchState). Pure; problems are collected, not thrown. */
export function readBuild(file: Dockerfile, options: BuildOptions = {}): BuildGraph {
  const { globals, declared, heads } = readHeads(file, options);
  const problems: Problem[] = [];
  const stages: Stage[] = [];
  const states: StageState[] = [];
  heads.forEach((head, index) => {
    const { stage, state } = readStage({ file, options, globals, heads, stages, states, problems }, head, index);
    stages.push(stage);
    states.push(state);
  });
  const target = findTarget(stages, options.target);
  if (target === undefined && stages.length > 0) {
    problems.push({ code: 'dockerfile-no-target', offset: 0, message: `target stage "${options.target ?? ''}" could not be found` });
  }
  const reached = needed(stages, target);
  const marked = stages.map((stage) => ({ ...stage, needed: reached.has(stage.index) }));
  return { stages: marked, target: target === undefined ? undefined : marked[target.index], globalArgs: declared, problems };
}

function findTarget(stages: readonly Stage[], wanted: string | undefined): Stage | undefined {
  if (wanted === undefined || wanted === '') return stages.at(-1);
  const named = stages.findLast(({ name }) => name === wanted.toLowerCase());
  return named ?? (/^\d+$/.test(wanted) ? stages[Number(wanted)] : undefined);
}

interface Heads {
  /** What FROM lines and valueless ARG lines of stages see. */
  readonly globals: Variables;
  readonly declared: readonly GlobalArg[];
  readonly heads: readonly StageHead[];
}

function readHeads(file: Dockerfile, options: BuildOptions): Heads {
  const given = options.buildArgs ?? {};
  const first = file.instructions.findIndex(({ keyword }) => keyword === 'FROM');
  const groups = first === -1 ? [] : groupByFrom(file.instructions.slice(first));
  const lastName = groups.at(-1)?.[0];
  const platform = options.platform ?? 'linux/amd64';
  const stageName = options.target ?? (lastName === undefined ? '' : stageNameOf(lastName)) ?? '';
  const globals = new Map(Object.entries(platformArguments(platform, options.buildPlatform ?? platform, stageName, given)));
  const declared: GlobalArg[] = [];
  for (const instruction of file.instructions.slice(0, Math.max(first, 0))) {
    if (instruction.keyword !== 'ARG' || instruction.value.kind !== 'words') continue;
    for (const { text } of instruction.value.items) declared.push(globalArg(text, instruction, globals, given, file.escape));
  }
  return { globals, declared, heads: readFroms(groups, globals, file, options) };
}

/** Declares in `globals`, where later lines see it. */
function globalArg(
  text: string,
  instruction: Instruction,
  globals: Map<string, string>,
  given: Readonly<Record<string, string>>,
  escape: string,
): GlobalArg {
  const equals = text.indexOf('=');
  const name = equals === -1 ? text : text.slice(0, equals);
  const written = equals === -1 ? undefined : expandStrictly(text.slice(equals + 1), globals, escape).text;
  const value = (Object.hasOwn(given, name) ? given[name] : undefined) ?? written;
  if (value !== undefined) globals.set(name, value);
  return { name, instruction, ...(value === undefined ? {} : { value }) };
}

function groupByFrom(instructions: readonly Instruction[]): readonly (readonly Instruction[])[] {
  const groups: Instruction[][] = [];
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') groups.push([instruction]);
    else groups.at(-1)?.push(instruction);
  }
  return groups;
}

function stageNameOf({ value }: Instruction): string | undefined {
  return value.kind === 'words' && value.items[1]?.text.toLowerCase() === 'as' ? value.items[2]?.text.toLowerCase() : undefined;
}

/** The base of each stage: an earlier stage's name (BuildKit compares it exactly), a named context, scratch or an image. */
function readFroms(
  groups: readonly (readonly Instruction[])[],
  globals: Variables,
  file: Dockerfile,
  options: BuildOptions,
): readonly StageHead[] {
  const heads: StageHead[] = [];
  for (const group of groups) {
    const from = group[0];
    if (from === undefined) continue;
    const name = stageNameOf(from);
    const flag = from.flags.find((entry) => entry.name === 'platform')?.value;
    const platform = flag === undefined ? undefined : expandStrictly(flag, globals, file.escape).text;
    const written = from.value.kind === 'words' ? (from.value.items[0]?.text ?? '') : '';
    const base = stageBase(written, globals, file.escape, heads, { ...options, ...(platform === undefined ? {} : { platform }) });
    heads.push({
      from,
      instructions: group.slice(1),
      base: namedContext(name, options) ?? base,
      ...(name === undefined ? {} : { name }),
      ...(platform === undefined ? {} : { platform }),
    });
  }
  return heads;
}
