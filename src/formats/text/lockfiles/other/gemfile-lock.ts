import { FormatError } from '../../../format-error.ts';
import { budget, refuseLong } from '../limits.ts';
import type { Edge, LockedPackage, Lockfile } from '../lockfile.ts';
import { withoutMark } from '../parse-data.ts';

/** Gemfile.lock: sections at the left margin, gems of a source indented by four, what they ask for by six. `name (1.2-x86_64-linux-musl)` is a build for a platform. */
export function readGemfileLock(text: string): Lockfile {
  refuseLong(text);
  const count = budget();
  const packages: (LockedPackage & { readonly edges: Edge[] })[] = [];
  const platforms: string[] = [];
  const roots: Edge[] = [];
  let section = '';
  let version: string | null = null;
  for (const raw of withoutMark(text).split('\n')) {
    const line = raw.trimEnd();
    if (line === '') continue;
    const depth = line.length - line.trimStart().length;
    const words = line.slice(depth, depth + 2000);
    if (depth === 0) section = words;
    else if (section === 'PLATFORMS') platforms.push(words);
    else if (section === 'BUNDLED WITH') version = words;
    else if (section === 'DEPENDENCIES') roots.push({ name: words.replace(/[ !].*$/s, '') });
    else if (depth === 4 && isSource(section)) {
      count.package();
      packages.push(readGem(words, section, String(packages.length)));
    } else if (depth === 6 && isSource(section)) {
      count.edge();
      const match = /^(\S+?)(?: \((.*)\))?!?$/.exec(words);
      packages.at(-1)?.edges.push({ name: match?.[1] ?? words, ...(match?.[2] === undefined ? {} : { wanted: match[2] }) });
    }
  }
  if (section === '' || (packages.length === 0 && platforms.length === 0 && roots.length === 0)) {
    throw new FormatError('gemfile-lock-bad', 0, 'no section of a Gemfile.lock');
  }
  return { format: 'gemfile-lock', version, ecosystem: 'ruby', packages, roots, platforms, unresolved: [] };
}

function isSource(section: string): boolean {
  return section === 'GEM' || section === 'GIT' || section === 'PATH' || section === 'PLUGIN SOURCE';
}

/** `nokogiri (1.18.9-x86_64-linux-musl)`; a version has no dash, so the first one begins the platform. */
function readGem(words: string, section: string, id: string): LockedPackage & { readonly edges: Edge[] } {
  const match = /^(\S+) \(([^)-]+)(?:-([^)]+))?\)/.exec(words);
  const platform = match?.[3];
  return {
    id,
    name: match?.[1] ?? words,
    version: match?.[2] ?? null,
    source: section === 'GIT' ? 'git' : section === 'PATH' ? 'project' : 'registry',
    edges: [],
    ...(platform === undefined ? {} : { platform }),
  };
}
