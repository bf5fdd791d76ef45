import { factsOf, groupByCause, listed, placesOf } from '../../judge/group-failures.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly outcome: string;
  readonly files: readonly string[];
  readonly message: string;
}

const outcomes = new Set(['bad-file', 'unsupported-relocation']);

/** A file is found and cannot be used: not ELF, wrong class, a directory, an executable stack refused, a relocation type that this loader does not know. */
export const unloadableFile: RunnableRule = defineRule<Evidence>({
  id: 'unloadable-file',
  title: 'A file is there and the loader refuses it',
  find({ artifacts }) {
    // What the kernel refuses is the matter of the rules for machines, modes and interpreters.
    const refusedByLoader = artifacts.filter(
      (artifact) => outcomes.has(artifact.outcome) && artifact.elf !== null && factsOf(artifact, 'execve').length === 0,
    );
    const groups = groupByCause(refusedByLoader, (artifact) => [
      [`${artifact.outcome}:${withoutPath(artifact.messages[0] ?? '')}`, artifact],
    ]);
    return groups.map(({ key, artifacts, details }) => ({
      key,
      severity: 'error',
      certainty: 'proven',
      where: placesOf(artifacts),
      evidence: { outcome: details[0]?.outcome ?? '', files: artifacts.map(({ path }) => path), message: details[0]?.messages[0] ?? '' },
    }));
  },
  describe({ evidence: { outcome, files, message } }) {
    const why =
      outcome === 'unsupported-relocation'
        ? 'it uses relocations that this loader does not know (indirect functions on musl, or code for another machine)'
        : 'the loader refuses it or a library that it needs';
    return {
      message: `${listed(files, 3)} cannot be loaded: ${why}.\nThe loader says: ${message}`,
      fix: 'take a build for this base and machine',
    };
  },
});

function withoutPath(message: string): string {
  return message.replaceAll(/\/\S+/g, '').trim();
}
