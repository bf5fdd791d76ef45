import { listed } from '../../judge/group-failures.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly folders: readonly string[];
}

/** A layer that has `lib/` as a real folder replaces the link `/lib -> usr/lib` of a merged base, and everything under it vanishes (loader.md, section 1.1). */
export const replacedLink: RunnableRule = defineRule<Evidence>({
  id: 'replaced-link',
  title: 'A folder of the application is a link on this base',
  find({ replacedLinks }) {
    if (replacedLinks.length === 0) return [];
    return [
      {
        key: replacedLinks.join(','),
        severity: 'warning',
        certainty: 'possible',
        where: replacedLinks.map((path) => ({ path })),
        evidence: { folders: replacedLinks },
      },
    ];
  },
  describe({ evidence: { folders } }) {
    return {
      message: `${listed(folders)} ${folders.length === 1 ? 'is a folder' : 'are folders'} of the application and a link on this base. COPY follows the link; a layer laid over it (FROM scratch stages, layer tools, ADD of a tar) replaces the link and hides the base's loader and libraries.`,
      fix: 'copy below the real folder (/usr/lib, /usr/bin)',
    };
  },
});
