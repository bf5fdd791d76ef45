import type { ShellCommand, ShellWord } from './command.ts';
import { hasOption, parseOptions } from './options.ts';
import { action } from './package-action.ts';
import type { PackageAction, PackageArgument } from './package-action.ts';
import { shownOptions } from './system-packages.ts';

/** npm, yarn, pnpm and bun; `npx` and `corepack` install nothing that stays. */
export function nodePackages(command: ShellCommand): PackageAction | undefined {
  return readers.get(command.name)?.(command, command.argv.slice(1));
}

type Reader = (command: ShellCommand, words: readonly ShellWord[]) => PackageAction | undefined;

const readers: ReadonlyMap<string, Reader> = new Map([
  ['npm', npm],
  ['yarn', yarn],
  ['yarnpkg', yarn],
  ['pnpm', pnpm],
  ['bun', bun],
]);

const valued =
  /^-[CcwF]$|^--(?:prefix|registry|loglevel|cache|workspace|filter|dir|cwd|modules-folder|network-timeout|omit|include|only|os|cpu|libc|userconfig|cache-folder|mutex|network-concurrency|fetch-timeout|fetch-retries|store-dir|backend)$/;

function npm(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, valued);
  const [verb, ...operands] = parsed.operands;
  const options = shownOptions(parsed);
  const global =
    hasOption(parsed, '-g', '--global') || parsed.options.some(({ name, value }) => name === '--location' && value?.text === 'global');
  switch (verb?.text) {
    case 'ci':
    case 'clean-install':
    case 'install-clean':
      return action('npm', 'install', command, { fromProject: true, locked: true, options });
    case 'install':
    case 'i':
    case 'in':
    case 'add':
    case 'isntall':
      return action('npm', 'install', command, {
        packages: operands.flatMap(specifier),
        fromProject: operands.length === 0 && !global,
        global,
        options,
      });
    case 'uninstall':
    case 'un':
    case 'remove':
    case 'rm':
    case 'r':
      return action('npm', 'remove', command, { packages: operands.flatMap(specifier), global, options });
    case 'cache':
      return action('npm', 'clean', command);
    case 'update':
    case 'upgrade':
      return action('npm', 'upgrade', command, { packages: operands.flatMap(specifier), global });
    default:
      return undefined;
  }
}

function yarn(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, valued);
  const options = shownOptions(parsed);
  const global = parsed.operands[0]?.text === 'global';
  const [verb, ...operands] = global ? parsed.operands.slice(1) : parsed.operands;
  const locked = hasOption(parsed, '--frozen-lockfile', '--immutable', '--pure-lockfile');
  if (verb?.text === 'add')
    return action('yarn', 'install', command, { packages: operands.flatMap(specifier), fromProject: !global, global, options });
  if (verb?.text === 'remove') return action('yarn', 'remove', command, { packages: operands.flatMap(specifier), global, options });
  if (verb?.text === 'cache') return action('yarn', 'clean', command);
  if (verb?.text === 'workspaces')
    return operands[0]?.text === 'focus' ? action('yarn', 'install', command, { fromProject: true, locked, options }) : undefined;
  // `yarn` alone installs; `yarn --version` does not.
  const alone = verb === undefined && !hasOption(parsed, '--version', '-v', '--help');
  return verb?.text === 'install' || alone ? action('yarn', 'install', command, { fromProject: true, locked, options }) : undefined;
}

function pnpm(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, valued);
  const [verb, ...operands] = parsed.operands;
  const options = shownOptions(parsed);
  const global = hasOption(parsed, '-g', '--global');
  const locked = hasOption(parsed, '--frozen-lockfile');
  if (verb?.text === 'install' || verb?.text === 'i')
    return action('pnpm', 'install', command, {
      packages: operands.flatMap(specifier),
      fromProject: operands.length === 0,
      locked,
      global,
      options,
    });
  if (verb?.text === 'fetch') return action('pnpm', 'install', command, { fromProject: true, locked: true, options });
  if (verb?.text === 'deploy') return action('pnpm', 'install', command, { fromProject: true, locked: true, options });
  if (verb?.text === 'add')
    return action('pnpm', 'install', command, { packages: operands.flatMap(specifier), fromProject: !global, global, options });
  return verb?.text === 'remove' || verb?.text === 'rm'
    ? action('pnpm', 'remove', command, { packages: operands.flatMap(specifier), options })
    : undefined;
}

function bun(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, valued);
  const [verb, ...operands] = parsed.operands;
  const options = shownOptions(parsed);
  const global = hasOption(parsed, '-g', '--global');
  const locked = hasOption(parsed, '--frozen-lockfile') || verb?.text === 'ci';
  if (verb?.text === 'install' || verb?.text === 'i' || verb?.text === 'ci')
    return action('bun', 'install', command, {
      packages: operands.flatMap(specifier),
      fromProject: operands.length === 0,
      locked,
      global,
      options,
    });
  if (verb?.text === 'add' || verb?.text === 'a')
    return action('bun', 'install', command, { packages: operands.flatMap(specifier), fromProject: !global, global, options });
  return verb?.text === 'remove' || verb?.text === 'rm'
    ? action('bun', 'remove', command, { packages: operands.flatMap(specifier), options })
    : undefined;
}

/** `name`, `@scope/name@range`, a folder, a tarball, a URL (npm-package-arg). */
function specifier(word: ShellWord): readonly PackageArgument[] {
  const { text } = word;
  if (/^(?:https?|git\+\w+|git|github|file):/.test(text)) return [{ name: text, kind: 'url', word }];
  if (/^\.{0,2}\/|^\.{1,2}$|\.t(?:ar\.)?gz$/.test(text)) return [{ name: text, kind: 'file', word }];
  const match = /^((?:@[^/@]+\/)?[^@]+)(@.*)?$/.exec(text);
  return [{ name: match?.[1] ?? text, kind: 'name', word, ...(match?.[2] === undefined ? {} : { constraint: match[2] }) }];
}
