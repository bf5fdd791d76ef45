import type { LockedPackage } from '../../formats/text/lockfiles/lockfile.ts';
import { platformTokens } from '../selection/platform-tokens.ts';

/** For which platforms a package is, by its fields in the lock and, where the lock has none, by the words of its name. Null: not said. */
export interface PackagePlatform {
  readonly os: readonly string[] | null;
  readonly cpu: readonly string[] | null;
  readonly libc: readonly string[] | null;
  /** `gnu`, `musl` … in the name, whatever the fields say. */
  readonly named: 'musl' | 'glibc' | null;
}

/** Null for a package that is for every platform. `entry` is undefined where only the name is known. */
export function packagePlatform(name: string, entry: LockedPackage | undefined): PackagePlatform | null {
  const words = nameTokens(name);
  const named = words.libc ?? null;
  if (entry?.os !== undefined || entry?.cpu !== undefined || entry?.libc !== undefined) {
    return { os: entry.os ?? null, cpu: entry.cpu ?? null, libc: entry.libc ?? null, named };
  }
  if (words.os === undefined || words.arch === undefined) return null;
  return { os: [words.os], cpu: [words.arch], libc: null, named };
}

/** The name without the words of platforms: packages of one stem are builds of one thing. */
export function platformStem(name: string): string {
  return name
    .toLowerCase()
    .split(/[^a-z0-9@/_]+|_(?=64)/)
    .flatMap((word) => word.split('/'))
    .filter((word) => word !== '' && !isPlatformWord(word))
    .join(' ');
}

/** os, cpu and libc lists as package.json has them: names, `!names`, or `any`. */
export function listAllows(list: readonly string[] | null, value: string): boolean {
  if (list === null || list.length === 0 || list.includes('any')) return true;
  if (list.includes(`!${value}`)) return false;
  return list.includes(value) || list.every((word) => word.startsWith('!'));
}

function nameTokens(name: string): ReturnType<typeof platformTokens> {
  if (/(?:^|[^a-z0-9])wasm(?:32|64)?(?:[^a-z0-9]|$)/i.test(name)) return { ...platformTokens(name), arch: 'wasm32' };
  const tokens = platformTokens(name);
  // turbo-linux-64, workerd-linux-64, …-linux64
  if (tokens.arch === undefined) {
    const bits = /(?:linux|darwin|windows|win)[-_]?(64|32)(?![a-z0-9])/i.exec(name)?.[1];
    if (bits !== undefined)
      return { ...platformTokens(name.replace(/(64|32)(?!.*(?:64|32))/, '-$1')), arch: bits === '64' ? 'x64' : 'ia32' };
  }
  return tokens;
}

function isPlatformWord(word: string): boolean {
  const tokens = platformTokens(word);
  return (
    tokens.os !== undefined ||
    tokens.arch !== undefined ||
    tokens.libc !== undefined ||
    /^(?:64|32|linux64|msvc|gnux32|eabi|eabihf|wasm32|wasi)$/.test(word)
  );
}
