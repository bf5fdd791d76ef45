import { groupByCause, listed, placesOf } from '../../judge/group-failures.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly files: readonly string[];
  readonly message: string;
}

/** Initial-exec thread-local storage that cannot be placed once the process runs (loader.md, sections 4.6 and 5.8). */
export const staticTls: RunnableRule = defineRule<Evidence>({
  id: 'static-tls',
  title: 'A library can only be loaded when the process starts',
  find({ artifacts }) {
    return groupByCause(artifacts, (artifact) => (artifact.outcome === 'static-tls' ? [['tls', artifact.messages[0] ?? '']] : [])).map(
      ({ key, artifacts, details }) => ({
        key,
        severity: 'error',
        certainty: 'proven',
        where: placesOf(artifacts),
        evidence: { files: artifacts.map(({ path }) => path), message: details[0] ?? '' },
      }),
    );
  },
  describe({ evidence: { files, message } }) {
    return {
      message: `${listed(files, 3)} uses thread-local storage of the initial-exec kind and is opened by a running process.\nThe loader says: ${message}`,
      fix: `preload it (LD_PRELOAD=${files[0]}), or build it with -ftls-model=global-dynamic`,
    };
  },
});
