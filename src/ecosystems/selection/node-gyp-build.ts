import type { SelectionTarget } from './selection-target.ts';

/**
 * The file below `prebuilds/` that node-gyp-build 4.8 would open, by its rules (native-dependencies.md 3.3): the folder PLATFORM-ARCH[+ARCH…], then file names whose
 * dot-separated tags all fit; a file without a libc tag fits every libc, and musl is `/etc/alpine-release exists`; more specific beats less. Null when none fits.
 *
 * `files` are paths relative to the package; `build/Release/*.node` there beats every prebuild.
 */
export function nodeGypBuildChoice(files: readonly string[], target: SelectionTarget): string | null {
  const built = files.find((file) => /^build\/(Release|Debug)\/[^/]+\.node$/.test(file));
  if (built !== undefined) return built;
  const libc = target.alpineRelease ? 'musl' : 'glibc';
  const fitting = files.flatMap((file) => {
    const match = /^prebuilds\/([^/-]+)-([^/]+)\/([^/]+)\.node$/.exec(file);
    if (match === null || match[1] !== 'linux' || match[2]?.split('+').includes(target.arch) !== true) return [];
    const tags = parseTags(match[3] ?? '');
    if (tags.runtime !== undefined && tags.runtime !== 'node') return [];
    if (tags.abi !== undefined && target.nodeAbi !== undefined && tags.abi !== target.nodeAbi && !tags.napi) return [];
    if (tags.libc !== undefined && tags.libc !== libc) return [];
    return [{ file, tags }];
  });
  return fitting.toSorted(bySpecificity)[0]?.file ?? null;
}

interface Tags {
  readonly runtime?: string;
  readonly napi: boolean;
  readonly abi?: number;
  readonly libc?: string;
  readonly specificity: number;
}

function parseTags(name: string): Tags {
  let runtime: string | undefined;
  let napi = false;
  let abi: number | undefined;
  let libc: string | undefined;
  let specificity = 0;
  for (const tag of name.split('.')) {
    if (tag === 'node' || tag === 'electron' || tag === 'node-webkit') runtime = tag;
    else if (tag === 'napi') napi = true;
    else if (/^abi\d+$/.test(tag)) abi = Number(tag.slice(3));
    else if (tag === 'glibc' || tag === 'musl') libc = tag;
    else if (!/^(uv|armv)\d+$/.test(tag)) continue;
    specificity++;
  }
  return {
    napi,
    specificity,
    ...(runtime === undefined ? {} : { runtime }),
    ...(abi === undefined ? {} : { abi }),
    ...(libc === undefined ? {} : { libc }),
  };
}

/** compareTags of node-gyp-build: an exact runtime first, then an ABI build over Node-API, then the longer list of tags. */
function bySpecificity(a: { tags: Tags }, b: { tags: Tags }): number {
  if (a.tags.runtime !== b.tags.runtime) return a.tags.runtime === 'node' ? -1 : 1;
  if (a.tags.abi !== b.tags.abi) return a.tags.abi === undefined ? 1 : -1;
  return b.tags.specificity - a.tags.specificity;
}
