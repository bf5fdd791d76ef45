import { FormatError } from '../../../format-error.ts';
import { budget, refuseLong } from '../limits.ts';
import type { Edge, LockedPackage, Lockfile } from '../lockfile.ts';
import { withoutMark } from '../parse-data.ts';
import { sourceOf } from './dependency-fields.ts';

/**
 * yarn.lock of yarn 1: blocks of two-space indented lines under the patterns that they answer. What the project asks for is not in the file.
 * Throws FormatError `yarn-bad-line` with the offset.
 */
export function readYarnClassic(text: string): Lockfile {
  refuseLong(text);
  const count = budget();
  const blocks: Block[] = [];
  let section = '';
  let offset = 0;
  for (const raw of withoutMark(text).split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const start = offset;
    offset += raw.length + 1;
    const words = line.trim();
    if (words === '' || words.startsWith('#')) continue;
    const depth = line.length - line.trimStart().length;
    const block = blocks.at(-1);
    if (depth === 0 && words.endsWith(':')) {
      count.package();
      blocks.push({ patterns: readPatterns(words.slice(0, -1)), fields: new Map(), edges: [] });
      section = '';
    } else if (depth >= 4 && block !== undefined) {
      count.edge();
      const [name, range] = readPair(words);
      block.edges.push({ name, wanted: range ?? '', ...(section === 'optionalDependencies' ? { optional: true } : {}) });
    } else if (depth > 0 && block !== undefined) {
      if (words.endsWith(':')) section = words.slice(0, -1);
      else {
        const [name, value] = readPair(words);
        block.fields.set(name, value ?? '');
      }
    } else throw new FormatError('yarn-bad-line', start, 'no line of a yarn.lock');
  }
  return build(blocks);
}

interface Block {
  readonly patterns: readonly string[];
  readonly fields: Map<string, string>;
  readonly edges: Edge[];
}

function build(blocks: readonly Block[]): Lockfile {
  const byPattern = new Map(blocks.flatMap(({ patterns }, i) => patterns.map((pattern) => [pattern, String(i)] as const)));
  const packages = blocks.map(({ patterns, fields, edges }, i): LockedPackage => {
    const first = patterns[0] ?? '';
    const resolved = fields.get('resolved');
    const integrity = fields.get('integrity');
    return {
      id: String(i),
      name: realName(first),
      version: fields.get('version') ?? null,
      source: sourceOf(resolved),
      edges: edges.map((edge) => {
        const id = byPattern.get(`${edge.name}@${edge.wanted ?? ''}`);
        return id === undefined ? edge : { ...edge, id };
      }),
      ...(integrity === undefined ? {} : { integrity }),
    };
  });
  return { format: 'yarn-classic', version: '1', ecosystem: 'node', packages, roots: null, unresolved: [] };
}

/** `alias@npm:real@^1` is the package `real`. */
function realName(pattern: string): string {
  const place = pattern.indexOf('@', 1);
  const alias = /^npm:((?:@[^/@]+\/)?[^@]+)/.exec(place === -1 ? '' : pattern.slice(place + 1));
  return alias?.[1] ?? (place === -1 ? pattern : pattern.slice(0, place));
}

/** `"@a/b@^1", c@2` */
function readPatterns(words: string): readonly string[] {
  return words.split(/,\s*/).map(unquoted);
}

/** `name "value"`, `"@scope/name" "value"`; the value may be bare. */
function readPair(words: string): readonly [string, string?] {
  if (words.startsWith('"')) {
    const end = words.indexOf('"', 1);
    return end === -1 ? [words.slice(1)] : [words.slice(1, end), unquoted(words.slice(end + 1).trim())];
  }
  const blank = words.search(/\s/);
  return blank === -1 ? [words] : [words.slice(0, blank), unquoted(words.slice(blank).trim())];
}

function unquoted(word: string): string {
  return word.length > 1 && word.startsWith('"') && word.endsWith('"') ? word.slice(1, -1) : word;
}
