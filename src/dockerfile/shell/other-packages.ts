import type { ShellCommand, ShellWord } from './command.ts';
import { hasOption, optionValue, parseOptions } from './options.ts';
import { action } from './package-action.ts';
import type { PackageAction, PackageArgument } from './package-action.ts';
import { shownOptions } from './system-packages.ts';

/** gem, bundler, cargo, go, composer, pecl and docker-php-ext-install, dotnet, mix. */
export function otherPackages(command: ShellCommand): PackageAction | undefined {
  return readers.get(command.name)?.(command, command.argv.slice(1));
}

type Reader = (command: ShellCommand, words: readonly ShellWord[]) => PackageAction | undefined;

const readers: ReadonlyMap<string, Reader> = new Map([
  ['gem', gem],
  ['bundle', bundler],
  ['bundler', bundler],
  ['cargo', cargo],
  ['go', go],
  ['composer', composer],
  ['composer.phar', composer],
  ['pecl', pecl],
  ['docker-php-ext-install', phpExtensions],
  ['install-php-extensions', phpExtensions],
  ['dotnet', dotnet],
  ['mix', mix],
]);

function named(separator: RegExp): (word: ShellWord) => PackageArgument {
  return (word) => {
    const at = word.text.search(separator);
    const kind = /^https?:|^git@/.test(word.text) ? 'url' : /^\.{0,2}\//.test(word.text) ? 'file' : 'name';
    return at <= 0 || kind === 'url'
      ? { name: word.text, kind, word }
      : { name: word.text.slice(0, at), constraint: word.text.slice(at), kind, word };
  };
}

function gem(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, /^-[vniPp]$|^--(?:version|install-dir|bindir|platform|source|clear-sources|http-proxy)$/);
  const [verb, ...operands] = parsed.operands;
  const options = shownOptions(parsed);
  const version = optionValue(parsed, '-v', '--version');
  const packages = operands.map(named(/:/)).map((entry) => (version === undefined ? entry : { ...entry, constraint: version.text }));
  if (verb?.text === 'install' || verb?.text === 'i') return action('gem', 'install', command, { packages, global: true, options });
  return verb?.text === 'uninstall' ? action('gem', 'remove', command, { packages, global: true, options }) : undefined;
}

function bundler(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, /^-[jP]$|^--(?:jobs|path|without|with|gemfile|retry|system|standalone)$/);
  const verb = parsed.operands[0]?.text;
  const locked = hasOption(parsed, '--frozen', '--deployment');
  if (verb === 'clean') return action('bundler', 'clean', command);
  const alone = verb === undefined && !hasOption(parsed, '--version', '-v');
  return verb === 'install' || verb === 'i' || alone
    ? action('bundler', 'install', command, { fromProject: true, locked, options: shownOptions(parsed) })
    : undefined;
}

const cargoValued =
  /^-[pFjZC]$|^--(?:package|bin|example|features|target|target-dir|profile|manifest-path|root|version|vers|git|branch|tag|rev|path|registry|index|jobs|config|color|recipe-path)$/;

function cargo(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(
    words.filter(({ text }) => !text.startsWith('+')),
    cargoValued,
  );
  const [verb, ...operands] = parsed.operands;
  const locked = hasOption(parsed, '--locked', '--frozen');
  const options = shownOptions(parsed);
  if (verb?.text === 'install' || verb?.text === 'binstall') {
    const source = optionValue(parsed, '--path', '--git');
    return action('cargo', 'install', command, {
      packages: operands.map(named(/@/)),
      fromProject: source !== undefined,
      locked,
      global: true,
      options,
    });
  }
  return verb?.text === 'fetch' || verb?.text === 'vendor'
    ? action('cargo', 'install', command, { fromProject: true, locked, options })
    : undefined;
}

function go(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, /^-(?:o|tags|ldflags|gcflags|mod|p|C)$/);
  const [verb, ...operands] = parsed.operands;
  const options = shownOptions(parsed);
  if (verb?.text === 'mod')
    return operands[0]?.text === 'download' ? action('go', 'install', command, { fromProject: true, locked: true, options }) : undefined;
  if (verb?.text !== 'install' && verb?.text !== 'get') return undefined;
  const packages = operands.map(named(/@/));
  const remote = packages.filter(({ name }) => /^[\w-]+\.[\w.-]+\//.test(name));
  return action('go', 'install', command, { packages: remote, fromProject: remote.length === 0, global: verb.text === 'install', options });
}

function composer(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, /^-d$|^--working-dir$/);
  const [first, ...rest] = parsed.operands;
  const global = first?.text === 'global';
  const [verb, ...operands] = global ? rest : parsed.operands;
  const options = shownOptions(parsed);
  if (verb?.text === 'install' || verb?.text === 'i')
    return action('composer', 'install', command, { fromProject: true, locked: true, options });
  if (verb?.text === 'require')
    return action('composer', 'install', command, { packages: operands.map(named(/[:=]/)), fromProject: !global, global, options });
  return verb?.text === 'update' ? action('composer', 'install', command, { fromProject: true, options }) : undefined;
}

function pecl(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, /^-[Dd]$|^--configureoptions$/);
  const [verb, ...operands] = parsed.operands;
  return verb?.text === 'install'
    ? action('pecl', 'install', command, { packages: operands.map(named(/-(?=\d)/)), global: true, options: shownOptions(parsed) })
    : undefined;
}

/** docker-php-ext-install compiles each extension against the image's libc. */
function phpExtensions(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(words, /^-j$/);
  return action('pecl', 'install', command, {
    packages: parsed.operands.map(named(/-(?=\d)/)),
    global: true,
    options: shownOptions(parsed),
  });
}

function dotnet(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  const parsed = parseOptions(
    words,
    /^-[rvacfo]$|^--(?:runtime|arch|os|verbosity|configuration|framework|output|version|source|configfile|tool-path)$/,
  );
  const [verb, second, ...operands] = parsed.operands;
  const options = shownOptions(parsed);
  const locked = hasOption(parsed, '--locked-mode');
  if (verb?.text === 'restore') return action('dotnet', 'install', command, { fromProject: true, locked, options });
  if (verb?.text === 'tool' && second?.text === 'install')
    return action('dotnet', 'install', command, {
      packages: operands.map(named(/@/)),
      global: hasOption(parsed, '-g', '--global'),
      options,
    });
  return undefined;
}

function mix(command: ShellCommand, words: readonly ShellWord[]): PackageAction | undefined {
  // `mix do deps.get, deps.compile` runs several.
  const verbs = words.map(({ text }) => text.replace(/,$/, ''));
  const parsed = parseOptions(words, /^--only$/);
  if (verbs.includes('deps.get'))
    return action('mix', 'install', command, {
      fromProject: true,
      locked: hasOption(parsed, '--check-locked'),
      options: shownOptions(parsed),
    });
  return undefined;
}
