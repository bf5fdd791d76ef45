import type { ShellCommand, ShellWord } from './command.ts';
import { hasOption, optionValue, parseOptions } from './options.ts';
import { action } from './package-action.ts';
import type { PackageAction, PackageArgument } from './package-action.ts';
import { shownOptions } from './system-packages.ts';

/** pip (also as `python -m pip` and `uv pip`), uv, poetry, pdm, pipenv, conda. */
export function pythonPackages(command: ShellCommand): PackageAction | undefined {
  const words = command.argv.slice(1);
  if (/^pip[\d.]*$/.test(command.name)) return pip(command, words, false);
  if (/^(?:python|pypy)[\d.]*$/.test(command.name)) return asModule(command, words);
  return readers.get(command.name)?.(command, words);
}

type Reader = (command: ShellCommand, words: readonly ShellWord[]) => PackageAction | undefined;

const readers: ReadonlyMap<string, Reader> = new Map([
  ['uv', uv],
  ['poetry', poetry],
  ['pdm', pdm],
  ['pipenv', pipenv],
  ['conda', conda],
  ['mamba', conda],
  ['micromamba', conda],
  ['pipx', pipx],
]);

function asModule(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const flag = words.findIndex(({ text }) => text === '-m');
  const module = words[flag + 1]?.text;
  if (flag === -1 || module === undefined) return undefined;
  const rest = words.slice(flag + 2);
  if (module === 'pip') return pip(command, rest, false);
  return module === 'poetry' ? poetry(command, rest) : module === 'pipenv' ? pipenv(command, rest) : undefined;
}

const pipValued =
  /^-[rceitfd]$|^--(?:requirement|requirements|constraint|constraints|editable|target|index-url|extra-index-url|index|default-index|find-links|platform|python-version|python|implementation|abi|only-binary|no-binary|no-build-isolation-package|prefix|root|src|cache-dir|trusted-host|timeout|retries|proxy|progress-bar|log|upgrade-strategy|config-settings|config-setting|global-option|build-option|hash|extra|group|override|overrides|link-mode|python-platform|dest|report|exclude-newer)$/;

function pip(command: ShellCommand, words: readonly ShellWord[], underUv: boolean): PackageAction | undefined {
  const parsed = parseOptions(words, pipValued);
  const [verb, ...operands] = parsed.operands;
  const manager = underUv ? 'uv' : 'pip';
  const shared = { global: true, options: shownOptions(parsed) };
  if (verb?.text === 'uninstall') return action(manager, 'remove', command, { ...shared, packages: operands.flatMap(requirement) });
  if (verb?.text !== 'install' && verb?.text !== 'wheel' && verb?.text !== 'download' && verb?.text !== 'sync') return undefined;
  const named = parsed.options.flatMap(({ name, value }) => (/^(?:-r|--requirements?)$/.test(name) && value !== undefined ? [value] : []));
  const files = verb.text === 'sync' ? [...named, ...operands] : named;
  const editable = parsed.options.flatMap(({ name, value }) => (/^(?:-e|--editable)$/.test(name) && value !== undefined ? [value] : []));
  const packages = verb.text === 'sync' ? [] : [...operands, ...editable].flatMap(requirement);
  const project = packages.every(({ kind, name }) => kind === 'file' && /^\.{1,2}(?:\/?$|\[)/.test(name));
  return action(manager, 'install', command, {
    ...shared,
    packages,
    files,
    fromProject: files.length === 0 && project,
    locked: hasOption(parsed, '--require-hashes'),
  });
}

/** PEP 508 as far as a name and what follows it. */
function requirement(word: ShellWord): readonly PackageArgument[] {
  const { text } = word;
  if (/^(?:https?|git\+|ssh|file):/.test(text) || /^[\w.-]+ *@ *\w+[:+]/.test(text)) return [{ name: text, kind: 'url', word }];
  if (/^\.{0,2}\/|^\.{1,2}(?:$|\[)|\.(?:whl|tar\.gz|zip)$/.test(text)) return [{ name: text, kind: 'file', word }];
  const match = /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?(.*)$/.exec(text);
  const constraint = (match?.[2] ?? '').trim();
  return [{ name: match?.[1] ?? text, kind: 'name', word, ...(constraint === '' ? {} : { constraint }) }];
}

function uv(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const [verb, ...rest] = words.filter(({ text }, index) => index > 0 || !text.startsWith('-'));
  if (verb?.text === 'pip') return pip(command, rest, true);
  const parsed = parseOptions(rest, pipValued);
  const options = shownOptions(parsed);
  const locked = hasOption(parsed, '--frozen', '--locked');
  if (verb?.text === 'sync') return action('uv', 'install', command, { fromProject: true, locked, options });
  if (verb?.text === 'add')
    return action('uv', 'install', command, { packages: parsed.operands.flatMap(requirement), fromProject: true, options });
  if (verb?.text === 'remove')
    return action('uv', 'remove', command, { packages: parsed.operands.flatMap(requirement), fromProject: true, options });
  if (verb?.text !== 'tool' || parsed.operands[0]?.text !== 'install') return undefined;
  return action('uv', 'install', command, { packages: parsed.operands.slice(1).flatMap(requirement), global: true, options });
}

function poetry(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, /^-[CEG]$|^--(?:directory|project|extras|with|without|only|group|python)$/);
  const [verb, ...operands] = parsed.operands;
  const options = shownOptions(parsed);
  if (verb?.text === 'install' || verb?.text === 'sync')
    return action('poetry', 'install', command, { fromProject: true, locked: true, options });
  if (verb?.text === 'add')
    return action('poetry', 'install', command, { packages: operands.flatMap(requirement), fromProject: true, options });
  return verb?.text === 'remove'
    ? action('poetry', 'remove', command, { packages: operands.flatMap(requirement), fromProject: true, options })
    : undefined;
}

function pdm(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, /^-[pGd]$|^--(?:project|group|venv)$/);
  const verb = parsed.operands[0]?.text;
  const locked = hasOption(parsed, '--frozen-lockfile', '--check') || verb === 'sync';
  return verb === 'install' || verb === 'sync'
    ? action('pdm', 'install', command, { fromProject: true, locked, options: shownOptions(parsed) })
    : undefined;
}

function pipenv(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, /^-[rip]$|^--(?:requirements|index|python|categories|pypi-mirror)$/);
  const [verb, ...operands] = parsed.operands;
  const options = shownOptions(parsed);
  if (verb?.text === 'sync') return action('pipenv', 'install', command, { fromProject: true, locked: true, options });
  if (verb?.text === 'uninstall') return action('pipenv', 'remove', command, { packages: operands.flatMap(requirement), options });
  if (verb?.text !== 'install') return undefined;
  const locked = hasOption(parsed, '--deploy', '--ignore-pipfile');
  return action('pipenv', 'install', command, {
    packages: operands.flatMap(requirement),
    fromProject: operands.length === 0,
    locked,
    global: hasOption(parsed, '--system'),
    options,
  });
}

function conda(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, /^-[ncpf]$|^--(?:name|channel|prefix|file|solver|root-prefix)$/);
  const [first, second, ...rest] = parsed.operands;
  const environment = first?.text === 'env';
  const verb = environment ? second?.text : first?.text;
  const operands = environment || second === undefined ? rest : [second, ...rest];
  const file = optionValue(parsed, '--file', '-f');
  const options = shownOptions(parsed);
  if (verb === 'clean') return action('conda', 'clean', command);
  if (verb === 'remove' || verb === 'uninstall')
    return action('conda', 'remove', command, { packages: operands.flatMap(requirement), options });
  if (verb !== 'install' && verb !== 'create' && verb !== 'update') return undefined;
  return action('conda', 'install', command, {
    packages: operands.flatMap(requirement),
    files: file === undefined ? [] : [file],
    global: true,
    options,
  });
}

function pipx(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, /^--(?:python|index-url|pip-args|spec)$/);
  const [verb, ...operands] = parsed.operands;
  return verb?.text === 'install'
    ? action('pip', 'install', command, { packages: operands.flatMap(requirement), global: true, options: shownOptions(parsed) })
    : undefined;
}
