import { Option } from 'commander';
import { BasewiseError } from '../errors.ts';
import type { Platform } from '../image/source.ts';
import type { Connection } from './io.ts';

/** Options that several commands share. Order of settings: flag, environment, basewise.yaml, default. */
export const formatOption = (formats: readonly string[] = ['pretty', 'json']): Option =>
  new Option('--format <format>', 'how to print the result').choices(formats).default(formats[0]).env('BASEWISE_FORMAT');

export const platformOption = (): Option =>
  new Option('--platform <os/arch[/variant]>', 'which image of several; default linux and the architecture of this machine').env(
    'BASEWISE_PLATFORM',
  );

export const onOption = (): Option =>
  new Option('--on <base>', 'judge on this base too (may repeat)').argParser(collect).default([], 'the own base alone');

export const outputOption = (): Option =>
  new Option('--output <file>', 'write the result to a file; .json gives JSON, anything else the text (may repeat)')
    .argParser(collect)
    .default([], 'standard output');

export const plainHttpOption = (): Option => new Option('--plain-http', 'speak to registries without TLS').env('BASEWISE_PLAIN_HTTP');

/** Only basewise.yaml sets it: a registry with the mirrors to ask before it. */
export const mirrorsOption = (): Option =>
  new Option('--mirrors <registry=mirror,...>', 'registries to ask before one').argParser(parseMirrors).hideHelp();

/** `docker.io=mirror.example:5000/prefix,other.example` */
export function parseMirrors(text: string, previous: NonNullable<Connection['mirrors']> = {}): NonNullable<Connection['mirrors']> {
  const equals = text.indexOf('=');
  if (equals <= 0) throw new BasewiseError('bad-mirrors', `--mirrors ${text} is not registry=mirror,…`);
  return { ...previous, [text.slice(0, equals)]: text.slice(equals + 1).split(',') };
}

export const failOnOption = (): Option =>
  new Option('--fail-on <severity>', 'exit 1 for findings of this severity or above')
    .choices(['error', 'warning', 'note', 'never'])
    .default('error')
    .env('BASEWISE_FAIL_ON');

export const cacheDirOption = (): Option =>
  new Option('--cache-dir <folder>', 'of several subjects: where what is known of layers is kept; default ~/.cache/basewise').env(
    'BASEWISE_CACHE_DIR',
  );

export const noCacheOption = (): Option =>
  new Option('--no-cache', 'of several subjects: keep nothing for the next run').env('BASEWISE_NO_CACHE');

export function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

export function parsePlatform(text: string | undefined): Platform | undefined {
  if (text === undefined) return undefined;
  const parts = text.split('/');
  const [os, architecture, variant] = parts;
  if (os === undefined || os === '' || architecture === undefined || architecture === '' || parts.length > 3 || variant === '') {
    throw new BasewiseError('bad-platform', `--platform ${text} is not os/arch or os/arch/variant`, {
      hint: 'for example linux/amd64 or linux/arm/v7',
    });
  }
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}
