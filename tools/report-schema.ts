import { createGenerator } from 'ts-json-schema-generator';

/** The published schemas: the file, and its text generated from the types that are the contract. */
export function publishedSchemas(): readonly { readonly file: string; readonly text: string }[] {
  return [
    schemaOf('basewise-report', 'src/report/report.ts', 'Report'),
    schemaOf('basewise-services', 'src/report/services.ts', 'ServicesReport'),
    schemaOf('basewise-migrations', 'src/report/migrations.ts', 'MigrationsReport'),
    schemaOf('basewise-recommendation', 'src/report/recommendation.ts', 'Recommendation'),
    schemaOf('basewise-comparison', 'src/report/comparison-report.ts', 'ComparisonReport'),
  ];
}

function schemaOf(name: string, path: string, type: string): { readonly file: string; readonly text: string } {
  const generator = createGenerator({ path, type, tsconfig: 'tsconfig.json', skipTypeCheck: true, additionalProperties: true });
  return {
    file: `schema/${name}-1.schema.json`,
    text: `${JSON.stringify({ $id: `${name}/1`, ...generator.createSchema(type) }, null, 2)}\n`,
  };
}
