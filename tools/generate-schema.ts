// `npm run generate:schema`
import { writeFileSync } from 'node:fs';
import { reportSchema } from './report-schema.ts';

writeFileSync('schema/basewise-report-1.schema.json', reportSchema());
