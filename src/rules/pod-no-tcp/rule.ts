import { defineWorkloadRule } from '../../judge/workload/workload-rule.ts';
import type { RunnableWorkloadRule } from '../../judge/workload/workload-rule.ts';

interface Evidence {
  readonly libc: string;
  readonly images: readonly string[];
}

/** Containers on musl before 1.2.4: headless Services with many pods and long answers from outside are cut. */
export const podNoTcp: RunnableWorkloadRule = defineWorkloadRule<Evidence>({
  id: 'pod-no-tcp',
  title: 'DNS answers over 512 bytes are lost',
  find: ({ containers, at }) => {
    const old = containers.filter(({ resolver }) => resolver?.family === 'musl' && !resolver.switches.tcp);
    const [first] = old;
    if (first === undefined) return [];
    return [
      {
        key: 'tcp',
        severity: 'note',
        certainty: 'possible',
        where: old.map(({ container }) => at(container.imageOffset)),
        evidence: { libc: first.resolver?.name ?? 'musl', images: [...new Set(old.map(({ place }) => place.name))] },
      },
    ];
  },
  describe: ({ evidence: { libc, images } }) => ({
    message: `${images.slice(0, 5).join(', ')}: ${libc} never asks again over TCP, so of an answer over 512 bytes (a headless Service with some 20 pods, many records outside) it gets a part or nothing.`,
    fix: 'an image on Alpine 3.18.9 or newer, or on glibc; `basewise dns headroom NAME` shows how far an answer is from 512 bytes',
  }),
});
