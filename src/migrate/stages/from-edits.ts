import type { BuildGraph, GlobalArg, Stage } from '../../dockerfile/stages/build-graph.ts';
import { expandStrictly } from '../../dockerfile/stages/scope.ts';
import type { Dockerfile, Instruction, Range } from '../../formats/text/dockerfile/dockerfile.ts';
import { originRange } from '../../formats/text/dockerfile/mapped-text.ts';
import type { EditList } from '../edit-list.ts';
import type { Certainty } from '../migration.ts';

/** What a FROM is to become, with its reason. */
export interface NewReference {
  readonly before: string;
  readonly after: string;
  readonly why: string;
  readonly certainty: Certainty;
}

/** Writes a new reference where the old one stands: in the FROM word, keeping its build arguments where they still fit, or in the ARG that holds it. */
export function fromEdit(file: Dockerfile, build: BuildGraph, list: EditList, { from }: Stage, reference: NewReference): boolean {
  const { before, after, why, certainty } = reference;
  const word = from.value.kind === 'words' ? from.value.items[0] : undefined;
  if (word === undefined) return false;
  const range = originRange(from.unfolded, word);
  const written = file.text.slice(range.start, range.end);
  if (!written.includes('$')) return list.add({ ...range, after, reason: why, certainty, rule: 'from' });
  const globals = new Map(build.globalArgs.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const])));
  const expand = (text: string): string => expandStrictly(text, globals, file.escape).text;
  const kept = keepVariables(written, before, after, expand, false);
  if (kept !== undefined) return list.add({ ...range, after: kept, reason: why, certainty: 'likely', rule: 'from' });
  const argument = argumentEdit(file, build, written, before, after, expand);
  if (argument !== undefined) return list.add({ ...argument, reason: `${why}; the argument holds it`, certainty: 'likely', rule: 'from' });
  const partly = keepVariables(written, before, after, expand, true) ?? after;
  const dropped = [...written.matchAll(/\$\{?(\w+)/g)].flatMap(([, name = '']) => (partly.includes(name) ? [] : [name]));
  const reason = `${why}; ${dropped.join(', ')} is not used here any more`;
  return list.add({ ...range, after: partly, reason, certainty: 'likely', rule: 'from' });
}

/**
 * `node:${V}-alpine` → `node:${V}-trixie-slim`: the part in front that both share stays as written. `drop`: variables behind it may go
 * (`golang:${V}-alpine${A}`), as long as one stays.
 */
function keepVariables(
  written: string,
  before: string,
  after: string,
  expand: (text: string) => string,
  drop: boolean,
): string | undefined {
  let common = 0;
  while (common < before.length && before[common] === after[common]) common += 1;
  for (let cut = written.length; cut > 0; cut -= 1) {
    const tail = written.slice(cut);
    const isWhole = !/^[^$]*\}/.test(tail) && (drop ? written.slice(0, cut).includes('$') && !/^\w*$/.test(tail) : !tail.includes('$'));
    if (!isWhole) continue;
    const head = expand(written.slice(0, cut));
    if (head.length <= common && before.startsWith(head) && head + expand(tail) === before)
      return written.slice(0, cut) + after.slice(head.length);
  }
  return undefined;
}

/** The default of the one ARG that the word takes: `ARG BASE=alpine:3.19`, `FROM ${BASE}`. Only where no other stage that stays uses it. */
function argumentEdit(
  file: Dockerfile,
  { globalArgs, stages }: BuildGraph,
  written: string,
  before: string,
  after: string,
  expand: (text: string) => string,
): (Range & { readonly after: string }) | undefined {
  const match = /^"?([^$"]*)\$\{?(\w+)\}?([^$"]*)"?$/.exec(written);
  if (match === null) return undefined;
  const [, head = '', name = '', tail = ''] = match;
  const argument = globalArgs.findLast((each) => each.name === name);
  const value = argument?.value;
  if (argument === undefined || value === undefined || expand(written.replaceAll('"', '')) !== before) return undefined;
  if (!after.startsWith(head) || !after.endsWith(tail) || after.length < head.length + tail.length) return undefined;
  const others = stages.filter(
    ({ from }) => from.value.kind === 'words' && new RegExp(`\\$\\{?${name}\\b`).test(from.value.items[0]?.text ?? ''),
  );
  if (others.some(({ base }) => base.kind !== 'image' || base.reference !== before)) return undefined;
  const place = valueRange(file, argument, value);
  return place === undefined ? undefined : { ...place, after: after.slice(head.length, after.length - tail.length) };
}

function valueRange(file: Dockerfile, { name, instruction }: GlobalArg, value: string): Range | undefined {
  if (instruction.value.kind !== 'words') return undefined;
  const word = instruction.value.items.find(({ text }) => text.startsWith(`${name}=`));
  if (word === undefined) return undefined;
  const range = originRange(instruction.unfolded, word);
  const raw = file.text.slice(range.start, range.end);
  const at = raw.indexOf(value, name.length + 1);
  return at === -1 || raw.slice(name.length + 1).includes('$')
    ? undefined
    : { start: range.start + at, end: range.start + at + value.length };
}

/** The value of a flag in the file: `--from=IMAGE`. */
export function flagValueRange(file: Dockerfile, instruction: Instruction, name: string): Range | undefined {
  const flag = instruction.flags.findLast((each) => each.name === name);
  if (flag?.value === undefined) return undefined;
  const range = originRange(instruction.unfolded, flag);
  const at = file.text.slice(range.start, range.end).indexOf(flag.value);
  return at === -1 ? undefined : { start: range.start + at, end: range.start + at + flag.value.length };
}
