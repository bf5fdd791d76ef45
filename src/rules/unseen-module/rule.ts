import { listed, placesOf } from '../../judge/group-failures.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly modules: readonly string[];
  readonly message: string;
  readonly why: string;
}

/** CPython finds extension modules by file name: a name with another platform's tag is invisible to it (native-dependencies.md, section 2.5). */
export const unseenModule: RunnableRule = defineRule<Evidence>({
  id: 'unseen-module',
  title: 'Python does not see extension modules that are installed',
  find({ artifacts, software }) {
    const unseen = artifacts.filter(
      (artifact) =>
        artifact.outcome === 'not-opened' &&
        artifact.kind === 'python-extension' &&
        !hasTwin(artifact.path, software.rootfs.tree.list(folderOf(artifact.path))),
    );
    const first = unseen[0];
    if (first === undefined) return [];
    const evidence = { modules: unseen.map(({ path }) => path), message: first.messages[0] ?? '', why: first.decidedBy ?? '' };
    return [{ key: 'suffix', severity: 'error', certainty: 'proven', where: placesOf(unseen), evidence }];
  },
  describe({ evidence: { modules, message, why } }) {
    return {
      message: `${modules.length === 1 ? '1 extension module is' : `${modules.length} extension modules are`} installed under a name that this Python never looks for (${listed(modules, 2)}). ${why}.\nPython says: ${message}`,
      fix: 'install the packages again on this base (pip then selects its wheels), instead of copying site-packages',
    };
  },
});

/** The same module is there under another name too, so nothing is missed. */
function hasTwin(path: string, names: readonly string[]): boolean {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const stem = file.split('.')[0] ?? file;
  return names.some((name) => name !== file && name.startsWith(`${stem}.`) && /\.(so|py)$/.test(name));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
