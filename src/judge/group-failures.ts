import type { Where } from '../report/report.ts';
import type { LoaderFact } from '../loader/loader-fact.ts';
import type { JudgedArtifact } from './judged-artifact.ts';

export interface Group<Detail> {
  readonly key: string;
  readonly artifacts: readonly JudgedArtifact[];
  readonly details: readonly Detail[];
}

/**
 * Groups the artifacts in use by cause: one missing libstdc++.so.6 explains forty addons. `causes` names the causes of one artifact; groups come in the order of
 * the number of artifacts they explain, ties in tree order.
 */
export function groupByCause<Detail>(
  artifacts: readonly JudgedArtifact[],
  causes: (artifact: JudgedArtifact) => Iterable<readonly [key: string, detail: Detail]>,
): readonly Group<Detail>[] {
  const groups = new Map<string, { artifacts: JudgedArtifact[]; details: Detail[] }>();
  for (const artifact of artifacts) {
    if (artifact.use === 'other') continue;
    for (const [key, detail] of causes(artifact)) {
      const group = groups.get(key) ?? { artifacts: [], details: [] };
      groups.set(key, group);
      if (group.artifacts.at(-1) !== artifact) group.artifacts.push(artifact);
      group.details.push(detail);
    }
  }
  return [...groups].map(([key, group]) => ({ key, ...group })).toSorted((a, b) => b.artifacts.length - a.artifacts.length);
}

/** The loader's facts of one kind about an artifact. */
export function factsOf<Kind extends LoaderFact['kind']>(
  artifact: JudgedArtifact,
  kind: Kind,
): readonly Extract<LoaderFact, { kind: Kind }>[] {
  return (artifact.result?.facts ?? []).filter((fact): fact is Extract<LoaderFact, { kind: Kind }> => fact.kind === kind);
}

export function placesOf(artifacts: readonly Pick<JudgedArtifact, 'path' | 'entry'>[]): readonly Where[] {
  return artifacts.map(({ path, entry }) => (entry.layer === undefined ? { path } : { path, layer: entry.layer }));
}

/** `a`, `a and b`, `a, b and 3 more` */
export function listed(names: readonly string[], most = 4): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length <= most) return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
