import { heredocWord } from './heredocs.ts';
import type { Instruction, Problem, Word } from './dockerfile.ts';
import { originOffset } from './mapped-text.ts';

/** What BuildKit's instruction parser (frontend/dockerfile/instructions) refuses in one instruction: unknown names and flags, wrong numbers of arguments. */
export function checkInstruction(instruction: Instruction): readonly Problem[] {
  const allowed = allowedFlags.get(instruction.keyword);
  if (allowed === undefined)
    return [problem(instruction, 'dockerfile-unknown-instruction', `unknown instruction: ${instruction.keyword.slice(0, 40)}`)];
  const found = [flagProblem(instruction, allowed), argumentProblem(instruction)];
  return found.flatMap((message) => (message === undefined ? [] : [problem(instruction, 'dockerfile-bad-instruction', message)]));
}

/** What it refuses in the file as a whole: no instruction, or something other than ARG before the first FROM. */
export function checkFile(instructions: readonly Instruction[]): readonly Problem[] {
  if (instructions.length === 0) return [{ code: 'dockerfile-empty', offset: 0, message: 'file with no instructions' }];
  const first = instructions.find(({ keyword }) => keyword !== 'ARG');
  if (first === undefined) return [{ code: 'dockerfile-no-stage', offset: 0, message: 'dockerfile contains no stages to build' }];
  if (first.keyword === 'FROM' || !allowedFlags.has(first.keyword)) return [];
  return [problem(first, 'dockerfile-no-stage', 'no build stage in current context: an instruction stands before the first FROM')];
}

const copyFlags = { chown: 'value', chmod: 'value', link: 'boolean', exclude: 'values', parents: 'boolean' } as const;

const allowedFlags: ReadonlyMap<string, Readonly<Record<string, 'value' | 'values' | 'boolean'>>> = new Map([
  ['ADD', { ...copyFlags, 'keep-git-dir': 'boolean', checksum: 'value', unpack: 'boolean' }],
  ['ARG', {}],
  ['CMD', {}],
  ['COPY', { ...copyFlags, from: 'value' }],
  ['ENTRYPOINT', {}],
  ['ENV', {}],
  ['EXPOSE', {}],
  ['FROM', { platform: 'value' }],
  ['HEALTHCHECK', { interval: 'value', timeout: 'value', 'start-period': 'value', 'start-interval': 'value', retries: 'value' }],
  ['LABEL', {}],
  ['MAINTAINER', {}],
  ['ONBUILD', {}],
  ['RUN', { mount: 'values', network: 'value', security: 'value', device: 'values' }],
  ['SHELL', {}],
  ['STOPSIGNAL', {}],
  ['USER', {}],
  ['VOLUME', {}],
  ['WORKDIR', {}],
]);

function flagProblem({ keyword, flags, value }: Instruction, allowed: Readonly<Record<string, string>>): string | undefined {
  // BuildKit never looks at the flags of these.
  if (keyword === 'ARG' || keyword === 'STOPSIGNAL' || (value.kind === 'healthcheck' && value.type === 'NONE')) return undefined;
  const seen = new Set<string>();
  for (const flag of flags) {
    const kind = Object.hasOwn(allowed, flag.name) ? allowed[flag.name] : undefined;
    if (kind === undefined) return `unknown flag: --${flag.name.slice(0, 40)}`;
    if (seen.has(flag.name) && kind !== 'values') return `duplicate flag specified: --${flag.name}`;
    seen.add(flag.name);
    if (kind !== 'boolean' && flag.value === undefined) return `missing a value on flag: --${flag.name}`;
    if (kind === 'boolean' && flag.value !== undefined && !/^(?:true|false)$/i.test(flag.value))
      return `expecting boolean value for flag --${flag.name}`;
  }
  return undefined;
}

function argumentProblem(instruction: Instruction): string | undefined {
  const { keyword, value } = instruction;
  switch (keyword) {
    case 'FROM':
      return fromProblem(value.kind === 'words' ? value.items : []);
    case 'COPY':
    case 'ADD':
      return copyProblem(keyword, value.kind === 'words' || value.kind === 'exec' ? value.items : []);
    case 'ENV':
    case 'LABEL':
      if (value.kind === 'pairs' && value.items.some(({ name }) => name === '')) return `${keyword} names can not be blank`;
      return value.kind === 'none' ? `${keyword} requires at least one argument` : undefined;
    case 'ARG':
      if (value.kind !== 'words' || value.items.length === 0) return 'ARG requires at least one argument';
      return value.items.some(({ text }) => text.startsWith('=')) ? 'ARG names can not be blank' : undefined;
    case 'SHELL':
      return value.kind === 'exec' && value.items.length > 0 ? undefined : 'SHELL requires the arguments to be in JSON form';
    case 'HEALTHCHECK':
      return healthcheckProblem(instruction);
    case 'ONBUILD':
      return onbuildProblem(instruction);
    case 'EXPOSE':
    case 'VOLUME':
      return isEmpty(instruction) ? `${keyword} requires at least one argument` : undefined;
    case 'USER':
    case 'WORKDIR':
    case 'STOPSIGNAL':
    case 'MAINTAINER':
      return isEmpty(instruction) ? `${keyword} requires exactly one argument` : undefined;
    default:
      return undefined;
  }
}

function fromProblem(words: readonly Word[]): string | undefined {
  if (words.length === 1) return undefined;
  if (words.length !== 3 || words[1]?.text.toLowerCase() !== 'as') return 'FROM requires either one or three arguments';
  const name = words[2]?.text.toLowerCase() ?? '';
  return /^[a-z][a-z0-9\-_.]*$/.test(name) ? undefined : `invalid name for build stage: "${name.slice(0, 40)}"`;
}

function copyProblem(keyword: string, words: readonly Word[]): string | undefined {
  if (words.length < 2) return `${keyword} requires at least two arguments`;
  return heredocWord(words.at(-1)?.text ?? '') === undefined ? undefined : `${keyword} cannot accept a heredoc as a destination`;
}

function healthcheckProblem({ value }: Instruction): string | undefined {
  if (value.kind !== 'healthcheck') return 'HEALTHCHECK requires at least one argument';
  const empty = value.command.kind === 'none' || (value.command.kind === 'exec' && value.command.items.length === 0);
  if (value.type === 'NONE') return empty ? undefined : 'HEALTHCHECK NONE takes no arguments';
  if (value.type !== 'CMD') return `unknown type "${value.type.slice(0, 40)}" in HEALTHCHECK (try CMD)`;
  return empty ? 'missing command after HEALTHCHECK CMD' : undefined;
}

function onbuildProblem({ value }: Instruction): string | undefined {
  if (value.kind === 'none') return 'ONBUILD requires at least one argument';
  if (value.kind !== 'onbuild') return undefined;
  const { keyword } = value.instruction;
  return keyword === 'FROM' || keyword === 'MAINTAINER' ? `${keyword} isn't allowed as an ONBUILD trigger` : undefined;
}

function isEmpty({ value }: Instruction): boolean {
  return value.kind === 'none' || ((value.kind === 'words' || value.kind === 'exec') && value.items.length === 0);
}

function problem({ unfolded, keywordRange }: Instruction, code: string, message: string): Problem {
  return { code, offset: originOffset(unfolded, keywordRange.start), message };
}
