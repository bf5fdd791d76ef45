import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { BasewiseError } from '../errors.ts';

/** File names of the configuration, looked for in the working directory and above it, up to the repository's root. */
const fileNames = ['basewise.yaml', 'basewise.yml'];
const largest = 256 * 1024;

/** What may stand in basewise.yaml: the options that commands share, by their long names. Nothing in it is ever executed. */
const keys: Readonly<Record<string, 'text' | 'list' | 'flag' | 'mirrors'>> = {
  platform: 'text',
  format: 'text',
  'fail-on': 'text',
  on: 'list',
  'plain-http': 'flag',
  mirrors: 'mirrors',
};

/**
 * Puts the settings of basewise.yaml below flags and environment and above defaults. Throws BasewiseError `bad-settings` with the file's path for unknown keys
 * and values of the wrong kind: a mistyped setting must not be passed over.
 */
export async function applySettings(command: Command, cwd: string): Promise<void> {
  const file = findFile(cwd);
  if (file === null) return;
  for (const [key, value] of Object.entries(await readSettings(file))) {
    const option = command.options.find(({ long }) => long === `--${key}`);
    if (option === undefined) continue;
    const source = command.getOptionValueSource(option.attributeName());
    if (source !== undefined && source !== 'default') continue;
    if (option.argChoices !== undefined && !option.argChoices.includes(String(value))) {
      throw new BasewiseError('bad-settings', `${key}: ${String(value)} is not one of ${option.argChoices.join(', ')}`, { path: file });
    }
    command.setOptionValueWithSource(option.attributeName(), value, 'config');
  }
}

function findFile(cwd: string): string | null {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = fileNames.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (found !== undefined) return found;
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return null;
  }
}

async function readSettings(file: string): Promise<Readonly<Record<string, unknown>>> {
  if (statSync(file).size > largest) throw new BasewiseError('bad-settings', 'the settings are too large', { path: file });
  const { parse } = await import('yaml');
  let value: unknown;
  try {
    value = parse(readFileSync(file, 'utf8')) ?? {};
  } catch (cause) {
    throw new BasewiseError(
      'bad-settings',
      `the settings are no YAML: ${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : ''}`,
      { path: file, cause },
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BasewiseError('bad-settings', 'the settings are no mapping', { path: file });
  const settings: Readonly<Record<string, unknown>> = { ...value };
  for (const [key, setting] of Object.entries(settings)) {
    const kind = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (kind === undefined)
      throw new BasewiseError('bad-settings', `unknown setting ${key}`, { path: file, hint: `known: ${Object.keys(keys).join(', ')}` });
    if (!isOfKind(setting, kind)) throw new BasewiseError('bad-settings', `${key} should be ${kindWords[kind]}`, { path: file });
  }
  return settings;
}

const kindWords = {
  text: 'a text',
  list: 'a list of texts',
  flag: 'true or false',
  mirrors: 'a mapping from a registry to a list of mirrors',
} as const;

function isOfKind(value: unknown, kind: keyof typeof kindWords): boolean {
  if (kind === 'flag') return typeof value === 'boolean';
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'list') return isTextList(value);
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isTextList);
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
