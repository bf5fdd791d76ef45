import type { Arguments, Instruction } from '../../formats/text/dockerfile/dockerfile.ts';
import { heredocWord } from '../../formats/text/dockerfile/heredocs.ts';
import type { BuildContext, StageHead, StageState } from './build-context.ts';
import type { Command, Stage, StageConfig } from './build-graph.ts';
import { copySource } from './copy-source.ts';
import { readMounts } from './mounts.ts';
import { runScript } from './run-script.ts';
import { expandKeeping } from './scope.ts';
import { osOf } from './stage-base.ts';
import type { CopyStep, RunStep, Step } from './step.ts';

/** Runs through the instructions of one stage, on top of the stage it is built on. */
export function readStage(context: BuildContext, head: StageHead, index: number): { stage: Stage; state: StageState } {
  const { base, from, name, platform } = head;
  const parent = base.kind === 'stage' ? context.states[base.index] : undefined;
  const parentStage = base.kind === 'stage' ? context.stages[base.index] : undefined;
  const state: StageState = parent === undefined ? initialState(base.kind === 'scratch') : inherit(parent);
  const root = base.kind === 'stage' ? (parentStage?.root ?? { kind: 'scratch' as const }) : base;
  const os = osOf(platform ?? parentStage?.platform, root);
  const steps: Step[] = [];
  const onbuild: Instruction[] = [];
  for (const instruction of parentStage?.onbuild ?? []) steps.push(take(context, state, instruction, true, os));
  for (const instruction of head.instructions) {
    if (instruction.value.kind === 'onbuild') onbuild.push(instruction.value.instruction);
    steps.push(take(context, state, instruction, false, os));
  }
  const effective = platform ?? parentStage?.platform;
  const config = configOf(state);
  const stage = { index, from, base, root, os, steps, onbuild, config, needed: false, ...(name === undefined ? {} : { name }) };
  return { stage: effective === undefined ? stage : { ...stage, platform: effective }, state };
}

/** BuildKit gives the empty image a PATH and `/` to work in; of other images it is their own. */
function initialState(scratch: boolean): StageState {
  const own = new Map(scratch ? [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] : []);
  return { variables: new Map(own), declared: new Set(), env: own, ownCmd: false, ...(scratch ? { workdir: '/' } : {}) };
}

function inherit(parent: StageState): StageState {
  return { ...parent, variables: new Map(parent.variables), declared: new Set(parent.declared), env: new Map(parent.env), ownCmd: false };
}

function configOf({ env, variables: _variables, declared: _declared, ownCmd: _ownCmd, ...rest }: StageState): StageConfig {
  return { ...rest, env: Object.fromEntries(env) };
}

/** Turns one instruction into a step and applies it to the state. */
function take(context: BuildContext, state: StageState, instruction: Instruction, inherited: boolean, os: 'linux' | 'windows'): Step {
  const base = {
    instruction,
    inherited,
    variables: Object.fromEntries(state.variables),
    ...(state.user === undefined ? {} : { user: state.user }),
    ...(state.workdir === undefined ? {} : { workdir: state.workdir }),
  };
  const step = toStep(context, state, instruction, base, os);
  apply(context, state, instruction, os);
  return step;
}

type StepStart = Omit<RunStep, 'kind' | 'script' | 'mounts' | 'argv'>;

function toStep(context: BuildContext, state: StageState, instruction: Instruction, start: StepStart, os: 'linux' | 'windows'): Step {
  const { value } = instruction;
  if (instruction.keyword === 'RUN') return runStep(context, state, instruction, start, os);
  if ((instruction.keyword === 'COPY' || instruction.keyword === 'ADD') && (value.kind === 'words' || value.kind === 'exec')) {
    return copyStep(
      context,
      state,
      instruction,
      value.items.map(({ text }) => text),
      start,
    );
  }
  return { ...start, kind: 'other' };
}

function runStep(context: BuildContext, state: StageState, instruction: Instruction, start: StepStart, os: 'linux' | 'windows'): RunStep {
  const mounts = readMounts(instruction.flags).map(({ from, ...fields }) => {
    const source = from === undefined ? undefined : copySource(context, instruction, from, 'mount');
    return source === undefined ? fields : { ...fields, from: source };
  });
  const script = os === 'windows' ? null : runScript(context.file, instruction, state.shell ?? defaultShell);
  const argv = instruction.value.kind === 'exec' ? { argv: instruction.value.items.map(({ text }) => text) } : {};
  return { ...start, kind: 'run', script, mounts, ...argv };
}

const defaultShell = ['/bin/sh', '-c'];

function copyStep(
  context: BuildContext,
  state: StageState,
  instruction: Instruction,
  words: readonly string[],
  start: StepStart,
): CopyStep {
  const expand = (word: string): string => expandKeeping(word, state.variables, state.declared, context.file.escape) ?? word;
  const flag = (name: string): string | undefined => instruction.flags.findLast((entry) => entry.name === name)?.value;
  const from = flag('from');
  const inline = words.slice(0, -1).flatMap((word) => heredocWord(word)?.name ?? []);
  const chown = flag('chown');
  const chmod = flag('chmod');
  const link = instruction.flags.some(({ name, value }) => name === 'link' && value?.toLowerCase() !== 'false');
  return {
    ...start,
    kind: instruction.keyword === 'ADD' ? 'add' : 'copy',
    from: from === undefined ? { kind: 'context' } : copySource(context, instruction, from, 'copy'),
    sources: words
      .slice(0, -1)
      .filter((word) => heredocWord(word) === undefined)
      .map(expand),
    inline,
    destination: absolute(state.workdir, expand(words.at(-1) ?? '')),
    link,
    ...(chown === undefined ? {} : { chown: expand(chown) }),
    ...(chmod === undefined ? {} : { chmod: expand(chmod) }),
  };
}

/** The effect on what follows (dispatchEnv, dispatchArg, dispatchUser …). */
function apply(context: BuildContext, state: StageState, instruction: Instruction, os: 'linux' | 'windows'): void {
  const { keyword, value } = instruction;
  const expand = (text: string): string => expandKeeping(text, state.variables, state.declared, context.file.escape) ?? text;
  if (keyword === 'ENV' && value.kind === 'pairs') {
    // All pairs see the variables from before the instruction.
    const pairs = value.items.map((pair) => [expand(pair.name), expand(pair.value)] as const);
    for (const [name, text] of pairs) {
      state.variables.set(name, text);
      state.env.set(name, text);
    }
  } else if (keyword === 'ARG' && value.kind === 'words') {
    for (const { text } of value.items) declare(context, state, text, expand);
  } else if (keyword === 'USER' && value.kind === 'text') state.user = expand(value.text);
  else if (keyword === 'WORKDIR' && value.kind === 'text')
    state.workdir = os === 'windows' ? expand(value.text) : absolute(state.workdir, expand(value.text));
  else if (keyword === 'SHELL' && value.kind === 'exec') state.shell = value.items.map(({ text }) => text);
  else if (keyword === 'CMD') {
    state.cmd = command(value, instruction, state);
    state.ownCmd = true;
  } else if (keyword === 'ENTRYPOINT') {
    state.entrypoint = command(value, instruction, state);
    // dispatchEntrypoint: it clears the CMD that came with the base.
    if (!state.ownCmd) state.cmd = null;
  } else if (keyword === 'HEALTHCHECK' && value.kind === 'healthcheck') state.healthcheck = command(value.command, instruction, state);
}

function declare({ options, globals }: BuildContext, state: StageState, text: string, expand: (text: string) => string): void {
  const equals = text.indexOf('=');
  const name = equals === -1 ? text : text.slice(0, equals);
  const given = Object.hasOwn(options.buildArgs ?? {}, name) ? options.buildArgs?.[name] : undefined;
  const value = given ?? (equals === -1 ? globals.get(name) : expand(text.slice(equals + 1)));
  if (value === undefined) state.declared.add(name);
  else state.variables.set(name, value);
}

/** null clears what the base has: `CMD []`, `HEALTHCHECK NONE`. */
function command(value: Arguments, instruction: Instruction, state: StageState): Command | null {
  if (value.kind === 'exec')
    return value.items.length === 0 ? null : { form: 'exec', argv: value.items.map(({ text }) => text), instruction };
  if (value.kind !== 'shell') return null;
  return { form: 'shell', argv: [...(state.shell ?? defaultShell), value.text], instruction };
}

/** Joins to the working directory; where that is unknown a relative path starts with `./`. A trailing slash stays. */
function absolute(workdir: string | undefined, path: string): string {
  if (path.startsWith('/') || path.startsWith('$') || /^[A-Za-z]:/.test(path)) return path;
  const joined = [...(workdir ?? '.').split('/'), ...path.split('/')];
  const parts: string[] = [];
  for (const part of joined) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '.') parts.pop();
    else if (part !== '' && part !== '.' && part !== '..') parts.push(part);
    else if (part === '.' && parts.length === 0 && workdir === undefined) parts.push('.');
  }
  const slash = path.endsWith('/') && parts.length > 0 ? '/' : '';
  return `${workdir === undefined || workdir.startsWith('.') ? '' : '/'}${parts.join('/')}${slash}`;
}
