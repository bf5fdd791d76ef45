import type { Report, SubjectSummary, Unit, Unknown } from '../report/report.ts';

export interface ReadFacts {
  readonly layers: number;
  readonly files: number;
  readonly bytes: number;
  readonly passes: number;
  readonly complete: boolean;
  readonly notes: readonly { readonly kind: string; readonly layer: number; readonly path?: string; readonly why?: string }[];
}

export function buildReport(
  subject: SubjectSummary,
  read: ReadFacts,
  units: readonly Unit[],
  unknown: readonly Unknown[],
  version: string,
): Report {
  const { layers, files, bytes, passes, complete, notes } = read;
  const absent = notes
    .filter(({ kind }) => kind === 'layer-absent')
    .map(({ layer, why }) => ({ what: `layer ${layer}`, why: why ?? 'its bytes are not here' }));
  return {
    schema: 'basewise-report/1',
    tool: { name: 'basewise', version },
    subject,
    read: { layers, files, bytes, passes, complete },
    units,
    unknown: [...absent, ...unknown],
  };
}
