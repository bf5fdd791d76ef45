import { readDockerfile } from '../../dockerfile/read-dockerfile.ts';
import type { BuildOptions, Stage } from '../../dockerfile/stages/build-graph.ts';
import { runtimesOf } from '../../judge/repository/runtime.ts';
import { runsOf, stageChain, systemPackagesOf } from '../../judge/repository/stage-runs.ts';
import type { Need } from '../../report/recommendation.ts';

/** What the built stage of a Dockerfile shows that it needs. Empty for what cannot be judged. */
export function stageNeeds(bytes: Uint8Array, name: string, options: BuildOptions): readonly Need[] {
  const reading = readDockerfile(bytes, name.split('/').at(-1) ?? name, options);
  const stage = reading.kind === 'dockerfile' ? reading.build.target : undefined;
  if (reading.kind !== 'dockerfile' || stage === undefined) return [];
  const { build } = reading;
  const packages = [...systemPackagesOf(runsOf(build, stage))];
  return [
    ...runtimesOf(build, stage).map(({ name: runtime, version, from }): Need => ({
      kind: 'runtime',
      what: [runtime === 'cpython' ? 'python' : runtime, version].filter((part) => part !== null).join(' '),
      certainty: 'likely',
      evidence: [from === 'image' ? `FROM ${stage.root.kind === 'image' ? stage.root.reference : ''}` : 'its packages'],
    })),
    ...packages.map((what): Need => ({ kind: 'package', what, certainty: 'likely', evidence: ['RUN'] })),
    ...shellNeeds(build, stage),
    ...environmentNeeds(stage, packages),
  ];
}

/** RUN in the stage, and a command in shell form. */
function shellNeeds(build: Parameters<typeof stageChain>[0], stage: Stage): readonly Need[] {
  const { entrypoint, cmd } = stage.config;
  const shaped = [entrypoint, cmd].find((command) => command?.form === 'shell');
  if (shaped !== undefined && shaped !== null)
    return [
      { kind: 'shell', what: shaped.argv[0] ?? 'sh', certainty: 'proven', evidence: [`${shaped.instruction.keyword} in shell form`] },
    ];
  const runs = stageChain(build, stage).some(({ steps }) => steps.some(({ kind }) => kind === 'run'));
  return runs ? [{ kind: 'shell', what: 'sh', certainty: 'proven', evidence: ['RUN in the final stage'] }] : [];
}

function environmentNeeds({ config }: Stage, packages: readonly string[]): readonly Need[] {
  const { user, env } = config;
  const zone = env['TZ'];
  const locale = env['LC_ALL'] ?? env['LANG'];
  return [
    ...(user === undefined || user === '' ? [] : [{ kind: 'user', what: user, certainty: 'proven', evidence: [`USER ${user}`] } as const]),
    ...(packages.includes('ca-certificates')
      ? [{ kind: 'certificates', what: 'CA certificates', certainty: 'likely', evidence: ['package ca-certificates'] } as const]
      : []),
    ...(zone === undefined || /^(?:UTC|GMT|)$/.test(zone)
      ? []
      : [{ kind: 'time-zones', what: `TZ=${zone}`, certainty: 'likely', evidence: [`ENV TZ=${zone}`] } as const]),
    ...(locale === undefined || /^(?:C|POSIX|C\.utf-?8|)$/i.test(locale)
      ? []
      : [{ kind: 'locale', what: locale, certainty: 'likely', evidence: [`ENV LANG=${locale}`] } as const]),
  ];
}
