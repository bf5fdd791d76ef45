import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly program: string;
  readonly size: number;
}

/** What the engine starts is neither ELF nor a script: ENOEXEC. A shell would run it as a shell script; an engine does not (loader.md, section 2). */
export const notAProgram: RunnableRule = defineRule<Evidence>({
  id: 'not-a-program',
  title: 'The image starts a file that is no program',
  find({ software, rootfs }) {
    const first = software.entrypoint?.programs[0];
    if (software.entrypoint === null || first === undefined || first.path === null) return [];
    const found = rootfs.tree.lookup(first.path, { cwd: software.entrypoint.workingDir });
    // Without an execute bit the kernel does not get as far as its bytes.
    if (!found.ok || found.entry.type !== 'file' || (found.entry.mode & 0o111) === 0) return [];
    const { identity, path, size, layer } = found.entry;
    if (rootfs.elf(identity) !== null || rootfs.script(identity) !== null) return [];
    return [
      {
        key: path,
        severity: 'error',
        certainty: 'proven',
        where: [layer === undefined ? { path } : { path, layer }],
        evidence: { program: first.word, size },
      },
    ];
  },
  describe({ evidence: { program, size } }) {
    const what = size === 0 ? 'is empty' : 'is neither an ELF file nor a script with a `#!` line';
    return {
      message: `The image starts \`${program}\`, which ${what}: \`exec format error\`.`,
      fix: size === 0 ? 'copy the program itself' : 'give it a `#!` line, or start it through its interpreter',
    };
  },
});
