import { describePlace } from '../../judge/repository/place.ts';
import { defineWorkloadRule } from '../../judge/workload/workload-rule.ts';
import type { RunnableWorkloadRule } from '../../judge/workload/workload-rule.ts';

interface Evidence {
  readonly debug: string;
  readonly application: string;
}

/** What is tried from a debug container is answered by its own C library, not by the application's. */
export const debugImageOtherLibc: RunnableWorkloadRule = defineWorkloadRule<Evidence>({
  id: 'debug-image-other-libc',
  title: 'The debug image has another C library than the application',
  find: ({ containers, at }) => {
    const main = containers.find(({ container, place }) => container.role === 'main' && (place.libc === 'glibc' || place.libc === 'musl'));
    if (main === undefined) return [];
    return containers
      .filter(
        ({ container, place }) =>
          (container.role === 'ephemeral' || /(?:^|-)(?:debug|toolbox|netshoot|troubleshoot)/.test(container.name)) &&
          (place.libc === 'glibc' || place.libc === 'musl') &&
          place.libc !== main.place.libc,
      )
      .map(
        ({ container, place }) =>
          ({
            key: container.name,
            severity: 'note',
            certainty: 'likely',
            where: [at(container.imageOffset), at(main.container.imageOffset)],
            evidence: { debug: describePlace(place), application: describePlace(main.place) },
          }) as const,
      );
  },
  describe: ({ evidence: { debug, application } }) => ({
    message: `${debug} is there to look into ${application}. A name that resolves in one may fail in the other, and a copied program does not start: nslookup and curl there prove nothing about the application.`,
    fix: 'take a debug image of the same C library, or compare with `basewise dns lookup NAME --as …`',
  }),
});
