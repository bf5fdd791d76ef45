import type { ComparedBase } from '../../bases/compare/compared-base.ts';
import { compareBases } from '../../bases/compare/differences.ts';
import { BasewiseError } from '../../errors.ts';
import { renderComparison } from '../../report/compare-pretty.ts';
import type { CompareOptions } from '../commands/compare.ts';
import type { CommandIo } from '../io.ts';
import { parsePlatform } from '../options.ts';
import { readSide } from './read-side.ts';

/** Compares every base with the first. Exit 0: a difference is an answer, not a finding. */
export async function runCompare(names: readonly string[], options: CompareOptions, io: CommandIo): Promise<void> {
  const [first, ...others] = names;
  if (first === undefined || others.length === 0) {
    throw new BasewiseError('bad-usage', 'compare takes two bases or more', { hint: 'basewise compare alpine:3.23 debian:13-slim' });
  }
  const platform = parsePlatform(options.platform);
  const sides: ComparedBase[] = [];
  // A name that comes twice is read once.
  for (const name of names) sides.push(sides.find((side) => side.name === name) ?? (await readSide(name, platform, io)));
  const from = sides[0];
  if (from === undefined) return;
  const differences = sides.slice(1).map((to) => compareBases(from, to));
  if (options.format === 'json') {
    const bases = sides.map(({ files, ...rest }) => ({ ...rest, fileCount: files?.size ?? null }));
    io.out(`${JSON.stringify({ bases, differences }, null, 2)}\n`);
    return;
  }
  io.out(renderComparison(sides, differences, io));
}
