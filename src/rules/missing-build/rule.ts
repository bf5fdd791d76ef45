import { listed } from '../../judge/group-failures.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly package: string;
  readonly wanted: string;
  readonly installed: readonly string[];
}

/** A package with native builds has none installed that its own loader would take here (native-dependencies.md, section 3). */
export const missingBuild: RunnableRule = defineRule<Evidence>({
  id: 'missing-build',
  title: 'A package has no build for this base installed',
  find({ unserved }) {
    return unserved.map(({ name, builds, wanted }) => ({
      key: name,
      severity: 'error',
      certainty: 'likely',
      where: builds.map(({ path, entry }) => (entry.layer === undefined ? { path } : { path, layer: entry.layer })),
      evidence: { package: name, wanted, installed: builds.map(({ path }) => path) },
    }));
  },
  describe({ evidence: { package: name, wanted, installed } }) {
    return {
      message: `${name} looks for its build for ${wanted}, and what is installed is for other platforms (${listed(installed, 2)}): requiring it fails in its own loader, before any library is opened.`,
      fix: 'run the package manager on this base (or npm ci --os, --cpu, --libc for it), instead of copying node_modules',
    };
  },
});
