import { nodeGypBuildChoice } from './node-gyp-build.ts';
import { platformTokens } from './platform-tokens.ts';
import { isSelectedByName } from './select-build.ts';
import type { SelectionTarget } from './selection-target.ts';

/** An installed npm package as far as choosing among its builds goes. */
export interface NodePackage {
  /** Its folder: `/app/node_modules/argon2`. */
  readonly folder: string;
  readonly name: string;
  /** The `libc` field of its package.json. */
  readonly libc: readonly string[];
  readonly cpu: readonly string[];
  /** Native files below the folder, relative to it. */
  readonly files: readonly string[];
  /** Names of the packages installed beside it that are builds of the same thing: `@img/sharp-linux-x64`, `@img/sharp-linuxmusl-x64`. */
  readonly siblings: readonly string[];
}

/** Whether the package's own JavaScript would open `file` (relative to the package) on the target; the five delivery mechanisms of native-dependencies.md 3.3. */
export function isSelectedByNode(file: string, pkg: NodePackage, target: SelectionTarget): boolean {
  if (!isPackageForTarget(pkg, target)) return false;
  if (file.startsWith('prebuilds/') && /^prebuilds\/[^/]+\/[^/]+\.node$/.test(file)) return nodeGypBuildChoice(pkg.files, target) === file;
  if (/^(build|lib\/binding)\//.test(file)) return true;
  return isSelectedByName(file, pkg.files, target);
}

/** A platform package is loaded where its cpu and libc fit; its parent asks for it by name. */
function isPackageForTarget(pkg: NodePackage, target: SelectionTarget): boolean {
  if (pkg.cpu.length > 0 && !pkg.cpu.includes(target.arch)) return false;
  if (pkg.libc.length > 0) return target.libc !== null && pkg.libc.includes(target.libc);
  const tokens = platformTokens(pkg.name);
  if (tokens.os === undefined || tokens.arch === undefined) return true;
  return isSelectedByName(pkg.name, [...pkg.siblings, pkg.name], target);
}
