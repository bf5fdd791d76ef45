import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';
import { factsOf, groupByCause, listed, placesOf } from '../../judge/group-failures.ts';
import { libcOfLoaderName } from '../../distro/libc/interpreter-family.ts';

interface Evidence {
  readonly interpreter: string;
  readonly family: 'musl' | 'glibc' | null;
  readonly baseFamily: 'musl' | 'glibc' | null;
  readonly errno: string;
  readonly programs: readonly string[];
}

/** The kernel refuses a program because of its PT_INTERP (loader.md, section 2): the message names the program, and the program is there. */
export const missingInterpreter: RunnableRule = defineRule<Evidence>({
  id: 'missing-interpreter',
  title: 'A program asks for a loader that this base does not have',
  find({ artifacts, base }) {
    const groups = groupByCause(artifacts, (artifact) => {
      const refused = factsOf(artifact, 'execve')[0];
      const interpreter = artifact.elf?.interpreter;
      if (artifact.outcome !== 'no-interpreter' || refused === undefined || interpreter === undefined) return [];
      return [[interpreter, refused.errno]];
    });
    // Plugins of runtimes that no libc could start.
    const hostless = groupByCause(artifacts, ({ outcome, result, kind }) =>
      outcome === 'no-interpreter' && result === null && kind !== 'script' ? [[noLibc, 'ENOENT']] : [],
    );
    return [...groups, ...hostless].map(({ key, artifacts, details }) => {
      const programs = artifacts.map(({ path }) => path);
      const evidence = {
        interpreter: key,
        family: libcOfLoaderName(key),
        baseFamily: base?.libc?.family ?? null,
        errno: details[0] ?? 'ENOENT',
        programs,
      };
      return { key, severity: 'error', certainty: 'proven', where: placesOf(artifacts), evidence };
    });
  },
  describe({ evidence: { interpreter, family, baseFamily, errno, programs } }) {
    if (interpreter === noLibc) {
      const message = `${listed(programs, 3)} cannot be opened: this base has no C library, so no program that would open ${programs.length === 1 ? 'it' : 'them'} can start.`;
      return { message, fix: 'use a base with a C library' };
    }
    const who =
      programs.length === 1
        ? `${programs[0]} cannot start: it asks`
        : `${programs.length} programs cannot start (${listed(programs, 3)}): they ask`;
    const built = family === null ? '' : ` (built for ${family})`;
    const state =
      errno === 'ENOENT'
        ? 'is not on this base'
        : errno === 'EACCES'
          ? 'is there without execute permission'
          : 'is there and is no loader for it';
    const here = baseFamily !== null && family !== null && baseFamily !== family ? `, whose C library is ${baseFamily}` : '';
    const seen =
      errno === 'ENOENT'
        ? `\nIt looks like a missing file: \`exec ${programs[0]}: no such file or directory\`, in a busybox shell \`${programs[0]}: not found\`.`
        : '';
    return {
      message: `${who} the kernel for the loader ${interpreter}${built}, which ${state}${here}.${seen}`,
      fix: fixFor(family, baseFamily),
    };
  },
});

/** Stands for the interpreter where a base has no libc at all. */
const noLibc = 'none';

function fixFor(family: Evidence['family'], baseFamily: Evidence['baseFamily']): string {
  if (family === 'glibc' && baseFamily === 'musl')
    return 'build it on this base (or statically), or use a base with glibc; gcompat starts only some programs';
  if (family === 'musl' && baseFamily === 'glibc') return 'build it on this base (or statically), or use a base with musl';
  if (baseFamily === null) return 'build it statically, or use a base with a C library';
  return 'use a base that has this loader, or build for the one that is there';
}
