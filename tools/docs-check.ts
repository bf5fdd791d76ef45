// `npm run docs:check`: what is written twice must agree: version, JSON Schema, room READMEs, links between pages, lockfile holes.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { version } from '../src/cli/version.ts';
import { publishedSchemas } from './report-schema.ts';
import { ruleDocs } from './rule-docs.ts';

const problems: string[] = [];
const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
if (packageJson.version !== version) problems.push(`src/cli/version.ts says ${version}, package.json ${packageJson.version}`);

for (const { file, text } of publishedSchemas()) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) problems.push(`${file} is out of step: npm run generate:schema`);
}

if (!existsSync('data/rule-docs.json') || readFileSync('data/rule-docs.json', 'utf8') !== ruleDocs())
  problems.push('data/rule-docs.json is out of step: npm run generate:rule-docs');
for (const rule of globSync('src/rules/*/rule.ts')) {
  if (!existsSync(join(dirname(rule), 'doc.md'))) problems.push(`${dirname(rule)} has no doc.md`);
}
for (const room of globSync('src/*/')) {
  if (!existsSync(join(room, 'README.md'))) problems.push(`${room} has no README.md`);
}
for (const page of globSync('{*.md,docs/**/*.md,src/**/*.md,examples/**/*.md,bench/**/*.md}')) {
  for (const [, target = ''] of readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)) {
    if (!existsSync(normalize(join(dirname(page), target)))) problems.push(`${page} links to ${target}, which is not there`);
  }
}
problems.push(...lockfileHoles());
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);

/** A registry that lacks a platform package makes npm drop it from the lockfile without a word (npm/cli#4828); addresses do not belong in it. */
function lockfileHoles(): string[] {
  const text = readFileSync('package-lock.json', 'utf8');
  const lock = JSON.parse(text) as { packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }> };
  const found: string[] = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (entry.resolved !== undefined) found.push(`package-lock.json: ${path} has a download address`);
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (lock.packages[`node_modules/${name}`] === undefined && lock.packages[`${path}/node_modules/${name}`] === undefined) {
        found.push(`package-lock.json: ${path} lacks its optional ${name}`);
      }
    }
  }
  return found;
}
