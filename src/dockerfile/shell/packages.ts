import type { ShellCommand } from './command.ts';
import { nodePackages } from './node-packages.ts';
import { otherPackages } from './other-packages.ts';
import type { PackageAction } from './package-action.ts';
import { pythonPackages } from './python-packages.ts';
import { systemPackages } from './system-packages.ts';

/** What a command installs, removes or refreshes, undefined when it has nothing to do with packages. */
export function packageAction(command: ShellCommand): PackageAction | undefined {
  return systemPackages(command) ?? pythonPackages(command) ?? nodePackages(command) ?? otherPackages(command);
}
