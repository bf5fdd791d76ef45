import { createGenerator } from 'ts-json-schema-generator';

/** The JSON Schema of the report, generated from src/report/report.ts, as the text of the published file. */
export function reportSchema(): string {
  const schema = createGenerator({
    path: 'src/report/report.ts',
    type: 'Report',
    tsconfig: 'tsconfig.json',
    skipTypeCheck: true,
    additionalProperties: true,
  }).createSchema('Report');
  return `${JSON.stringify({ $id: 'basewise-report/1', ...schema }, null, 2)}\n`;
}
