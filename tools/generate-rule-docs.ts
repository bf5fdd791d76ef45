// `npm run generate:rule-docs`
import { writeFileSync } from 'node:fs';
import { ruleDocs } from './rule-docs.ts';

writeFileSync('data/rule-docs.json', ruleDocs());
