import { FormatError } from '../../formats/format-error.ts';
import { decompress } from '../../formats/archive/decompress.ts';
import { createTarReader } from '../../formats/archive/tar-reader.ts';
import { isElf } from '../../formats/binary/elf-header.ts';
import { readElf } from '../../formats/binary/elf.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';
import { builtFor } from '../selection/built-for.ts';
import { readAssetSource } from './prebuilt-asset.ts';
import type { NativeFile, TarballContents } from './tarball-contents.ts';

const mostFiles = 200_000;
const largestFile = 400 * 1024 * 1024;
const largestManifest = 4 * 1024 * 1024;

/** Reads a package's tarball as it streams; nothing is written. Throws FormatError for what is no tarball or exceeds the bounds. */
export async function readTarball(source: AsyncIterable<Uint8Array>): Promise<TarballContents> {
  const files: string[] = [];
  const natives: NativeFile[] = [];
  let manifest: unknown;
  let path = '';
  let parts: Buffer[] = [];
  let size = 0;
  const reader = createTarReader({
    entry(entry) {
      path = entry.name.replace(/^\.?\/?[^/]+\//, '');
      if (entry.type !== 'file') return false;
      if (files.push(path) > mostFiles) throw new FormatError('tarball-too-many', entry.offset, 'the package has too many files');
      parts = [];
      size = 0;
      return path === 'package.json' ? entry.size <= largestManifest : entry.size >= 52 && entry.size <= largestFile;
    },
    data(chunk) {
      if (size === 0 && path !== 'package.json' && chunk.length >= 4 && !isElf(chunk)) return false;
      size += chunk.length;
      parts.push(chunk);
      return true;
    },
    hole: () => false,
    end() {
      const bytes = Buffer.concat(parts);
      parts = [];
      if (path === 'package.json') manifest = parseManifest(bytes);
      else if (isElf(bytes)) natives.push(describeNative(path, bytes));
    },
  });
  await decompress(source, (chunk) => {
    reader.push(chunk);
    return true;
  });
  reader.finish();
  return { files, natives, ...readManifest(manifest, files) };
}

function parseManifest(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

function readManifest(
  manifest: unknown,
  files: readonly string[],
): Pick<TarballContents, 'scripts' | 'buildsByItself' | 'binary' | 'assets'> {
  const table = typeof manifest === 'object' && manifest !== null ? manifest : {};
  const scripts: object = 'scripts' in table && typeof table.scripts === 'object' && table.scripts !== null ? table.scripts : {};
  const named = (name: string): readonly string[] =>
    Object.entries(scripts).flatMap(([key, value]) => (key === name && typeof value === 'string' ? [value] : []));
  const install = [...named('preinstall'), ...named('install')];
  const gypfile = 'gypfile' in table ? table.gypfile : undefined;
  return {
    scripts: [...install, ...named('postinstall')].map((script) => expanded(script, named)).join('\n'),
    buildsByItself: files.includes('binding.gyp') && gypfile !== false && install.length === 0,
    ...binaryOf(table),
    ...(/prebuild-install/.test(JSON.stringify(scripts)) ? { assets: readAssetSource(table) } : {}),
  };
}

/** `npm run rebuild` in an install script is what that script says. */
function expanded(script: string, named: (name: string) => readonly string[]): string {
  return script.replaceAll(
    /\b(?:npm|yarn|pnpm) run(?:-script)? (?:-s |--silent )?([\w:.-]+)/g,
    (whole, name: string) => named(name)[0] ?? whole,
  );
}

function binaryOf(manifest: object): Pick<TarballContents, 'binary'> {
  const binary = 'binary' in manifest && typeof manifest.binary === 'object' && manifest.binary !== null ? manifest.binary : null;
  if (binary === null) return {};
  const templates = Object.entries(binary).flatMap(([key, value]) =>
    /^(?:module_path|remote_path|package_name)$/.test(key) && typeof value === 'string' ? [value] : [],
  );
  return templates.length === 0 ? {} : { binary: templates.join('\n').slice(0, 2000) };
}

function describeNative(path: string, bytes: Buffer): NativeFile {
  try {
    const facts = readElf(
      (offset, length) => (offset + length <= bytes.length ? bytes.subarray(offset, offset + length) : null),
      bytes.length,
    );
    return { path, machine: facts.machine, libc: builtFor(facts), floor: floorOf(facts), elf: facts };
  } catch (error) {
    if (error instanceof FormatError) return { path, machine: 0, libc: null, floor: null };
    throw error;
  }
}

function floorOf({ versionNeeds }: ElfFacts): readonly [number, number] | null {
  let floor: readonly [number, number] | null = null;
  for (const { name, weak } of versionNeeds.flatMap(({ versions }) => versions)) {
    const match = /^GLIBC_(\d{1,3})\.(\d{1,3})/.exec(name);
    if (match === null || weak) continue;
    const version = [Number(match[1]), Number(match[2])] as const;
    if (floor === null || version[0] > floor[0] || (version[0] === floor[0] && version[1] > floor[1])) floor = version;
  }
  return floor;
}
