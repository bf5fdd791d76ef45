import type { Base } from '../../distro/base.ts';
import type { JudgedArtifact } from '../../judge/judged-artifact.ts';
import type { Software } from '../../judge/software.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly program: string;
  readonly argv: readonly string[];
  readonly move: string;
}

/** ENTRYPOINT or CMD names a program that the tree does not have: the engine refuses before any kernel is asked. */
export const missingProgram: RunnableRule = defineRule<Evidence>({
  id: 'missing-program',
  title: 'The image starts a program that is not there',
  find({ software, rootfs, base, move, artifacts }) {
    const first = software.entrypoint?.programs[0];
    if (software.entrypoint === null || first === undefined) return [];
    const there = first.path === null ? null : rootfs.tree.lookup(first.path, { cwd: software.entrypoint.workingDir });
    if (there?.ok === true) return [];
    // A rebuild takes the runtime, and the packages that were installed, from the target's own repository.
    if (move === 'rebuild' && first.path !== null && comesWithTarget(software, base, artifacts, first.path)) return [];
    const evidence = { program: first.word, argv: software.entrypoint.argv, move };
    return [{ key: first.word, severity: 'error', certainty: 'proven', where: [{ path: first.path ?? first.word }], evidence }];
  },
  describe({ evidence: { program, move } }) {
    const text = `exec: "${program}": ${program.includes('/') ? `stat ${program}: no such file or directory` : 'executable file not found in $PATH'}`;
    if (move === 'own')
      return {
        message: `The image starts \`${program}\`, which it does not contain. The engine says: ${text}`,
        fix: `install \`${program}\`, or correct ENTRYPOINT and CMD`,
      };
    return {
      message: `The image starts \`${program}\`, which this base does not have. The engine says: ${text}`,
      fix: `install \`${program}\` on this base, or take an image of it that has \`${program}\``,
    };
  },
});

function comesWithTarget(software: Software, base: Base | null, artifacts: readonly JudgedArtifact[], path: string): boolean {
  const found = software.rootfs.tree.lookup(path, { cwd: software.entrypoint?.workingDir ?? '/' });
  if (!found.ok) return false;
  // Made again on the target: it is judged as an artifact.
  if (artifacts.some((artifact) => artifact.path === found.entry.path)) return true;
  const part = software.partOf(found.entry);
  if (part === 'packages') return base !== null && base.packageManagers.length > 0;
  // Without a C library no runtime can start there, whoever brings it.
  return base?.libc != null && (part === 'runtime' || software.runtimes.some(({ program }) => program === found.entry.path));
}
