// `npm run generate:schema`
import { writeFileSync } from 'node:fs';
import { publishedSchemas } from './report-schema.ts';

for (const { file, text } of publishedSchemas()) writeFileSync(file, text);
