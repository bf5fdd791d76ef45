import { platformTokens } from '../selection/platform-tokens.ts';
import { isSelectedByName } from '../selection/select-build.ts';
import type { SelectionTarget } from '../selection/selection-target.ts';

/**
 * The natives of a JAR that its library opens on the target, of those for its machine. Libraries choose by the words of names, Linux's with its C library where they
 * have both; sqlite-jdbc, jansi, jna and others have several operating systems and some further variants side by side (native-dependencies.md 6).
 */
export function nativesOfJar(library: string, members: readonly string[], target: SelectionTarget): ReadonlySet<string> {
  const here = members.filter((path) => !isAside(path) && (osOf(path) ?? 'linux') === 'linux');
  const groups = Map.groupBy(here, groupOf);
  const chosen = [...groups.values()].flatMap((group) => group.filter((path) => isSelectedByName(path, group, target)));
  const known = choices.get(library);
  return new Set(known === undefined ? chosen : chosen.filter((path) => known(path, target)));
}

/** What the names alone do not tell. */
const choices: ReadonlyMap<string, (path: string, target: SelectionTarget) => boolean> = new Map([
  // SqliteJDBC's OSInfo: linux-android is another folder.
  ['org.xerial:sqlite-jdbc', (path: string) => !/Linux-Android/i.test(path)],
]);

function isAside(path: string): boolean {
  return /(?:^|\/)(?:android|Linux-Android)(?:[-/]|$)/i.test(path);
}

function osOf(path: string): string | undefined {
  if (/freebsd|openbsd|dragonfly|netbsd|sunos|solaris|aix|darwin|macos|osx|windows|win32/i.test(path))
    return platformTokens(path).os ?? 'other';
  return platformTokens(path).os;
}

/** Builds of one native share its name without platform words and numbers. */
function groupOf(path: string): string {
  const name = path
    .slice(path.lastIndexOf('/') + 1)
    .toLowerCase()
    .replaceAll('x86_64', 'x64')
    .replaceAll('x86-64', 'x64')
    .replaceAll('aarch_64', 'arm64');
  return name
    .replace(/linux(?:32|64)/, 'linux')
    .split(/[^a-z0-9]+/)
    .filter((word) => Object.keys(platformTokens(word)).length === 0 && !/^\d+$/.test(word))
    .join('-');
}
