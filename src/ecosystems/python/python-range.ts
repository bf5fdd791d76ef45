import { satisfies } from '@renovatebot/pep440';
import type { MarkerEnvironment } from './marker-environment.ts';

/**
 * Whether a Python of the target is within `requires-python` (PEP 440) or Poetry's `python-versions`, which knows `^`, `~`, `*`, `||` and bare versions too. Null where
 * only the patch release decides, or the text is no range.
 */
export function allowsPython(range: string, environment: MarkerEnvironment): boolean | null {
  const answers = environment.fullVersions.map((version) => anyOf(range.slice(0, 2000), version));
  return answers[0] === answers[1] ? (answers[0] ?? null) : null;
}

function anyOf(range: string, version: string): boolean | null {
  const answers = new Set(range.split('||').map((part) => allOf(part.trim(), version)));
  return answers.has(true) ? true : answers.has(null) ? null : false;
}

function allOf(range: string, version: string): boolean | null {
  if (range === '' || range === '*') return true;
  for (const part of range.split(/\s*,\s*|(?<=[\w*])\s+(?=[<>=!~^])/)) {
    const answer = satisfiesOne(part.trim(), version);
    if (answer !== true) return answer;
  }
  return true;
}

function satisfiesOne(part: string, version: string): boolean | null {
  const match = /^(\^|~(?!=)|[<>=!~]*)\s*(\d[\w.]*?)(\.\*)?$/.exec(part);
  if (match === null) return part === '*' || part === '' ? true : null;
  const [, operator, base = '', star] = match;
  const numbers = base.split('.').map(Number);
  const test = (specifier: string): boolean => satisfies(version, specifier, { prereleases: true });
  try {
    if (operator === '^') return test(`>=${base},<${(numbers[0] ?? 0) + 1}`);
    if (operator === '~')
      return test(numbers.length > 1 ? `>=${base},<${numbers[0] ?? 0}.${(numbers[1] ?? 0) + 1}` : `>=${base},<${(numbers[0] ?? 0) + 1}`);
    if (operator === '') return test(`==${base}${star ?? ''}`);
    return test(part);
  } catch {
    return null;
  }
}
