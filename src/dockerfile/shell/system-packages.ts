import type { ShellCommand, ShellWord } from './command.ts';
import { hasOption, optionValue, parseOptions } from './options.ts';
import type { Parsed } from './options.ts';
import { action } from './package-action.ts';
import type { Manager, PackageAction, PackageArgument } from './package-action.ts';

/** apk, apt, dpkg, dnf and its kin, zypper, pacman. */
export function systemPackages(command: ShellCommand): PackageAction | undefined {
  const manager = Object.hasOwn(managers, command.name) ? managers[command.name] : undefined;
  if (manager === undefined) return undefined;
  if (manager.manager === 'pacman') return pacman(command);
  if (manager.manager === 'dpkg' || manager.manager === 'rpm') return fileInstall(manager.manager, command);
  const parsed = parseOptions(command.argv.slice(1), manager.valued);
  const [verb, ...operands] = parsed.operands;
  const kind = verb === undefined ? undefined : Object.hasOwn(manager.verbs, verb.text) ? manager.verbs[verb.text] : undefined;
  if (kind === undefined) return undefined;
  const group = manager.manager === 'apk' ? optionValue(parsed, '--virtual', '-t') : undefined;
  return action(manager.manager, kind, command, {
    packages:
      kind === 'install' || kind === 'remove' || kind === 'group-install'
        ? operands.flatMap((word) => argument(manager.manager, word))
        : [],
    options: shownOptions(parsed),
    global: true,
    ...(group === undefined ? {} : { group: group.text }),
  });
}

interface SystemManager {
  readonly manager: Manager;
  readonly valued: RegExp;
  readonly verbs: Readonly<Record<string, PackageAction['action'] | undefined>>;
}

const apt: SystemManager = {
  manager: 'apt',
  valued: /^-[tcoa]$|^--(?:target-release|default-release|option|config-file|host-architecture)$/,
  verbs: {
    install: 'install',
    reinstall: 'install',
    'build-dep': 'install',
    remove: 'remove',
    purge: 'remove',
    autoremove: 'remove',
    update: 'refresh',
    upgrade: 'upgrade',
    'dist-upgrade': 'upgrade',
    'full-upgrade': 'upgrade',
    clean: 'clean',
    autoclean: 'clean',
    autopurge: 'remove',
  },
};
const dnf: SystemManager = {
  manager: 'dnf',
  valued: /^-[cdexR]$|^--(?:installroot|releasever|config|exclude|setopt|enablerepo|disablerepo|repo|repoid|from-repo)$/,
  verbs: {
    install: 'install',
    localinstall: 'install',
    reinstall: 'install',
    groupinstall: 'group-install',
    group: 'group-install',
    remove: 'remove',
    erase: 'remove',
    autoremove: 'remove',
    update: 'upgrade',
    upgrade: 'upgrade',
    makecache: 'refresh',
    clean: 'clean',
    module: 'group-install',
  },
};

const managers: Readonly<Record<string, SystemManager>> = {
  apk: {
    manager: 'apk',
    valued: /^-[tXp]$|^--(?:virtual|repository|root|arch|repositories-file|keys-dir|cache-dir|wait)$/,
    verbs: { add: 'install', del: 'remove', update: 'refresh', upgrade: 'upgrade', cache: 'clean' },
  },
  apt,
  'apt-get': apt,
  aptitude: apt,
  nala: apt,
  dnf,
  dnf5: dnf,
  yum: dnf,
  microdnf: dnf,
  tdnf: dnf,
  zypper: {
    manager: 'zypper',
    valued: /^-[cCRrt]$|^--(?:config|root|repo|from|type|gpg-auto-import-keys-file)$/,
    verbs: {
      install: 'install',
      in: 'install',
      remove: 'remove',
      rm: 'remove',
      refresh: 'refresh',
      ref: 'refresh',
      update: 'upgrade',
      up: 'upgrade',
      dup: 'upgrade',
      clean: 'clean',
      cc: 'clean',
    },
  },
  pacman: { manager: 'pacman', valued: /^-[br]$|^--(?:root|dbpath|cachedir|config|overwrite|ignore)$/, verbs: {} },
  dpkg: { manager: 'dpkg', valued: /^$/, verbs: {} },
  rpm: { manager: 'rpm', valued: /^$/, verbs: {} },
};

function argument(manager: Manager, word: ShellWord): readonly PackageArgument[] {
  const { text } = word;
  if (/^https?:\/\//.test(text)) return [{ name: text, kind: 'url', word }];
  if (/^\.{0,2}\/|\.(?:apk|deb|rpm)$/.test(text)) return [{ name: text, kind: 'file', word }];
  // apk: `name=1.2-r0`, `name>1`, `name~1`, `name@repository`; apt: `name=1.2`, `name:arch`, `name/suite`, `name-` and `name+`; dnf takes the whole NEVRA.
  const pattern =
    manager === 'apk'
      ? /^([^=<>~@]+)(.*)$/
      : manager === 'apt'
        ? /^([^=:/]+?)([=:/].*|[-+])?$/
        : manager === 'zypper'
          ? /^([^=<>]+)(.*)$/
          : /^(.+)()$/;
  const match = pattern.exec(text);
  const constraint = match?.[2] ?? '';
  return [{ name: match?.[1] ?? text, kind: 'name', word, ...(constraint === '' ? {} : { constraint }) }];
}

/** Operations are capital letters, joined with their flags: `-Syu`, `-S`, `-Rns`, `-U`. */
function pacman(command: ShellCommand): PackageAction | undefined {
  const parsed = parseOptions(command.argv.slice(1), managers['pacman']?.valued ?? /^$/);
  const flags = parsed.options.map(({ name }) => name).join('');
  const long = hasOption(parsed, '--sync') ? 'S' : hasOption(parsed, '--remove') ? 'R' : hasOption(parsed, '--upgrade') ? 'U' : '';
  const operation = /-[a-z]*([SRU])/.exec(flags)?.[1] ?? long;
  const packages = parsed.operands.flatMap((word) => argument('pacman', word));
  if (operation === 'R') return action('pacman', 'remove', command, { packages, global: true });
  if (operation === 'U') return action('pacman', 'install', command, { packages, global: true });
  if (operation !== 'S') return undefined;
  if (packages.length > 0) return action('pacman', 'install', command, { packages, global: true, options: shownOptions(parsed) });
  return action('pacman', /-S[a-z]*c/.test(flags) ? 'clean' : /-S[a-z]*u/.test(flags) ? 'upgrade' : 'refresh', command);
}

/** `dpkg -i x.deb`, `rpm -ivh x.rpm`, `rpm -e name`. */
function fileInstall(manager: 'dpkg' | 'rpm', command: ShellCommand): PackageAction | undefined {
  const parsed = parseOptions(command.argv.slice(1), /^--(?:root|admindir|instdir|prefix|force)$/);
  const flags = parsed.options.map(({ name }) => name);
  const installs = flags.some((flag) => /^-[a-zA-Z]*[iU]/.test(flag) || flag === '--install' || flag === '--upgrade');
  const removes = flags.some((flag) => /^-[rPe]$/.test(flag) || ['--remove', '--purge', '--erase'].includes(flag));
  if (installs === removes || flags.some((flag) => /^-q|^--query|^-V/.test(flag))) return undefined;
  return action(manager, installs ? 'install' : 'remove', command, {
    packages: parsed.operands.flatMap((word) => argument(manager, word)),
    global: true,
    options: shownOptions(parsed),
  });
}

export function shownOptions({ options }: Parsed): readonly { readonly name: string; readonly value?: string }[] {
  return options.map(({ name, value }) => ({ name, ...(value === undefined ? {} : { value: value.text }) }));
}
