import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** The pages of all rules, as the text of data/rule-docs.json: `basewise explain` prints them, also from the single file. */
export function ruleDocs(): string {
  const pages = globSync('src/rules/*/doc.md')
    .toSorted()
    .map((file) => [basename(dirname(file)), readFileSync(file, 'utf8')]);
  return `${JSON.stringify({ generator: 'tools/generate-rule-docs.ts', pages: Object.fromEntries(pages) }, null, 1)}\n`;
}
