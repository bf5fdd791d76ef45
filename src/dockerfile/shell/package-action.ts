import type { ShellCommand, ShellWord } from './command.ts';

/** What a command does with packages. */
export interface PackageAction {
  readonly manager: Manager;
  readonly action: 'install' | 'remove' | 'refresh' | 'upgrade' | 'clean' | 'group-install';
  readonly packages: readonly PackageArgument[];
  /** Files that name the packages: requirements files, lockfiles that the command follows (`npm ci`, `uv sync --frozen`). */
  readonly files: readonly ShellWord[];
  /** The command takes what a lockfile or a manifest in its folder says, and nothing from its words. */
  readonly fromProject: boolean;
  /** It stops rather than depart from the lockfile: `npm ci`, `--frozen-lockfile`, `--require-hashes`. */
  readonly locked: boolean;
  /** `npm -g`, `pip` outside a project: for the whole image. */
  readonly global: boolean;
  /** Name of the virtual package of `apk add --virtual`, or the group. */
  readonly group?: string;
  /** Options that bear on what is chosen: `--no-binary`, `--platform`, `--only=production`. */
  readonly options: readonly { readonly name: string; readonly value?: string }[];
  readonly command: ShellCommand;
}

export interface PackageArgument {
  /** Without version, extras, architecture or repository: `curl`, `numpy`, `@scope/name`. */
  readonly name: string;
  /** As written behind the name: `=1.2-r0`, `>=2,<3`, `@^1.0.0`, `@edge`. */
  readonly constraint?: string;
  readonly kind: 'name' | 'file' | 'url';
  readonly word: ShellWord;
}

export type Manager =
  | 'apk'
  | 'apt'
  | 'dpkg'
  | 'rpm'
  | 'dnf'
  | 'zypper'
  | 'pacman'
  | 'pip'
  | 'uv'
  | 'poetry'
  | 'pdm'
  | 'pipenv'
  | 'conda'
  | 'npm'
  | 'yarn'
  | 'pnpm'
  | 'bun'
  | 'gem'
  | 'bundler'
  | 'cargo'
  | 'go'
  | 'composer'
  | 'pecl'
  | 'dotnet'
  | 'mix';

/** The fields that most actions leave empty. */
export function action(
  manager: Manager,
  kind: PackageAction['action'],
  command: ShellCommand,
  more: Partial<PackageAction> = {},
): PackageAction {
  return {
    manager,
    action: kind,
    packages: [],
    files: [],
    fromProject: false,
    locked: false,
    global: false,
    options: [],
    command,
    ...more,
  };
}
