import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';
import { factsOf, groupByCause, listed, placesOf } from '../../judge/group-failures.ts';

interface Evidence {
  readonly programs: readonly string[];
  readonly modes: readonly string[];
}

/** execve needs a regular file with an execute bit, else EACCES (loader.md, section 2). Only what the image starts: elsewhere a missing bit is a choice. */
export const notExecutable: RunnableRule = defineRule<Evidence>({
  id: 'not-executable',
  title: 'The image starts a file that may not be executed',
  find({ artifacts }) {
    const groups = groupByCause(
      artifacts.filter(({ use }) => use === 'entrypoint'),
      (artifact) =>
        factsOf(artifact, 'execve').some(({ errno }) => errno === 'EACCES') && (artifact.entry.mode & 0o111) === 0
          ? [['mode', artifact.entry.mode] as const]
          : [],
    );
    return groups.map(({ key, artifacts, details }) => ({
      key: `${key}:${artifacts[0]?.path ?? ''}`,
      severity: 'error',
      certainty: 'proven',
      where: placesOf(artifacts),
      evidence: { programs: artifacts.map(({ path }) => path), modes: details.map((mode) => mode.toString(8).padStart(4, '0')) },
    }));
  },
  describe({ evidence: { programs, modes } }) {
    return {
      message: `${listed(programs)} (mode ${modes[0]}) has no execute bit: \`permission denied\`.`,
      fix: `COPY --chmod=0755, or RUN chmod +x ${programs[0]}`,
    };
  },
});
