import { zstdDecompressSync } from 'node:zlib';
import { FormatError } from '../format-error.ts';
import { eachLine } from './lines.ts';
import { decodeFileName } from '../archive/file-name.ts';

export interface ChiselManifest {
  readonly packages: readonly { readonly name: string; readonly version: string; readonly architecture?: string }[];
  /** Slice names: `libc6_libs`. */
  readonly slices: readonly string[];
  /** Paths as written (directories end in `/`) with the slices that brought them. */
  readonly paths: readonly { readonly path: string; readonly slices: readonly string[] }[];
}

/** A manifest of a full system of slices is about 1 MB of text. */
const MAX_TEXT = 64 << 20;

/**
 * `/var/lib/chisel/manifest.wall`: zstd over a jsonwall, one JSON object a line, the first of them the header, `kind` in every other.
 * Objects of unknown kinds are passed over.
 * @throws FormatError `chisel-bad-zstd`, `chisel-bad-header`, `chisel-bad-line`.
 */
export function parseChiselManifest(bytes: Uint8Array): ChiselManifest {
  const manifest: MutableManifest = { packages: [], slices: [], paths: [] };
  let headed = false;
  for (const { text, offset } of eachLine(decodeFileName(decompress(bytes)))) {
    if (text.trim() === '') continue;
    const object = parseLine(text, offset);
    if (headed) readObject(manifest, object);
    else if (typeof object['jsonwall'] === 'string') headed = true;
    else break;
  }
  if (!headed) throw new FormatError('chisel-bad-header', 0, 'Chisel manifest: no jsonwall header');
  return manifest;
}

interface MutableManifest {
  readonly packages: { name: string; version: string; architecture?: string }[];
  readonly slices: string[];
  readonly paths: { path: string; slices: readonly string[] }[];
}

function decompress(bytes: Uint8Array): Uint8Array {
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: MAX_TEXT });
  } catch (error) {
    throw new FormatError('chisel-bad-zstd', 0, 'Chisel manifest: no zstd stream, or one over 64 MB', error);
  }
}

function parseLine(line: string, offset: number): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (isRecord(value)) return value;
  } catch (error) {
    throw new FormatError('chisel-bad-line', offset, 'Chisel manifest: a line that is no JSON', error);
  }
  throw new FormatError('chisel-bad-line', offset, 'Chisel manifest: a line that is no JSON object');
}

function readObject(manifest: MutableManifest, object: Readonly<Record<string, unknown>>): void {
  const name = object['name'];
  const path = object['path'];
  if (object['kind'] === 'package' && typeof name === 'string' && typeof object['version'] === 'string') {
    const arch = object['arch'];
    manifest.packages.push({ name, version: object['version'], ...(typeof arch === 'string' ? { architecture: arch } : {}) });
  } else if (object['kind'] === 'slice' && typeof name === 'string') {
    manifest.slices.push(name);
  } else if (object['kind'] === 'path' && typeof path === 'string') {
    const slices = object['slices'];
    manifest.paths.push({ path, slices: Array.isArray(slices) ? slices.filter((slice) => typeof slice === 'string') : [] });
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
