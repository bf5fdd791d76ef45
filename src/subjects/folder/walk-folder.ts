import { lstatSync, readdirSync, readlinkSync, readSync, type Stats } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { BasewiseError } from '../../errors.ts';
import { decodeFileName } from '../../formats/archive/file-name.ts';
import type { TarEntryType } from '../../formats/archive/tar-entry.ts';
import { noFindings, type Extractors, type Findings } from '../../image/extractors.ts';
import type { FactsBudget } from '../../image/facts-budget.ts';
import { createFileFeeder, type FileFeeder } from '../../image/file-feeder.ts';
import { layerTableBuilder, type LayerTableBuilder } from '../../image/layer-table.ts';
import { settleFacts } from '../../image/packed-facts.ts';
import { MOST_ENTRIES, tooManyEntries, type LayerWalk } from '../../image/walk-layer.ts';
import type { ReadOptions } from '../reading/read-image.ts';
import { passFile, withFile } from './open-file.ts';

/** A folder walked like a layer, and where each file is by its number. Paths are bytes, because names are. */
export interface WalkedFolder {
  readonly walk: LayerWalk;
  readonly files: ReadonlyMap<number, Buffer>;
}

export async function walkFolder(root: string, extractors: Extractors, budget: FactsBudget, options: ReadOptions): Promise<WalkedFolder> {
  const findings = noFindings();
  const walker: Walker = {
    findings,
    table: layerTableBuilder(),
    feeder: createFileFeeder(extractors, findings, budget),
    files: new Map(),
    names: new Map(),
    device: lstatSync(root).dev,
    bytes: 0,
  };
  const pending: Place[] = [{ path: '/', real: Buffer.from(root) }];
  addEntry(walker, pending[0]!, lstatSync(root));
  for (let place = pending.pop(), count = 0; place !== undefined; place = pending.pop(), count++) {
    pending.push(...visit(walker, place));
    if (count % 64 !== 0) continue;
    options.onProgress?.({ read: walker.bytes });
    await setImmediate();
    if (options.signal?.aborted === true) throw new BasewiseError('reading-stopped', 'reading was stopped');
  }
  settleFacts(findings.found.elf, budget);
  const table = walker.table.finish();
  const size = { stored: walker.bytes, expanded: walker.bytes };
  const walk = { ...findings, ...size, table, encoding: 'plain' as const, digest: '', diffId: `folder:${root}`, unnameable: 0 };
  return { walk, files: walker.files };
}

interface Walker {
  readonly findings: Findings;
  readonly table: LayerTableBuilder;
  readonly feeder: FileFeeder;
  readonly files: Map<number, Buffer>;
  /** The first name of each file that has several. */
  readonly names: Map<string, string>;
  readonly device: number;
  bytes: number;
}

interface Place {
  readonly path: string;
  readonly real: Buffer;
}

/** Lists a directory and returns the directories in it. */
function visit(walker: Walker, { path, real }: Place): Place[] {
  const below: Place[] = [];
  const above = path === '/' ? '' : path;
  for (const name of names(walker, path, real)) {
    const place = { path: `${above}/${decodeFileName(name)}`, real: Buffer.concat([real, SLASH, name]) };
    const stats = lstatSync(place.real, { throwIfNoEntry: false });
    // A socket belongs to a running program, not to a root file system; tar leaves it out too.
    if (stats === undefined || stats.isSocket()) continue;
    addEntry(walker, place, stats);
    if (stats.isDirectory() && (stats.dev === walker.device || !VIRTUAL.has(place.path))) below.push(place);
  }
  return below;
}

const SLASH = Buffer.from('/');
/** Where kernels mount what is no file system of the root, when somebody names a running one. */
const VIRTUAL: ReadonlySet<string> = new Set(['/proc', '/sys', '/dev', '/run']);

function names(walker: Walker, path: string, real: Buffer): Buffer[] {
  try {
    return readdirSync(real, { encoding: 'buffer' });
  } catch (cause) {
    walker.findings.unknown.push({
      index: walker.table.count() - 1,
      interest: 'kept',
      why: `${path} cannot be listed: ${systemReason(cause)}`,
    });
    return [];
  }
}

function addEntry(walker: Walker, place: Place, stats: Stats): void {
  if (walker.table.count() >= MOST_ENTRIES) throw tooManyEntries();
  const type = typeOf(stats);
  const key = `${stats.dev}:${stats.ino}`;
  const first = type === 'file' && stats.nlink > 1 ? walker.names.get(key) : undefined;
  const target = first ?? (type === 'symlink' ? decodeFileName(readlinkSync(place.real, { encoding: 'buffer' })) : '');
  const index = walker.table.add({
    path: place.path,
    type: first === undefined ? type : 'link',
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    size: type === 'file' ? stats.size : 0,
    target,
    capabilities: false,
  });
  if (type !== 'file' || first !== undefined) return;
  if (stats.nlink > 1) walker.names.set(key, place.path);
  walker.files.set(index, place.real);
  feed(walker, index, place, stats);
}

function feed(walker: Walker, index: number, { path, real }: Place, { size, mode }: Stats): void {
  const { feeder, findings } = walker;
  walker.bytes += size;
  if (!feeder.begin({ path, size, mode: mode & 0o7777 }, index)) return;
  try {
    withFile(real, (file) => {
      if (!feeder.atHand((bytes, offset) => readSync(file, bytes, 0, bytes.length, offset))) return;
      let wanted = true;
      passFile(file, (chunk) => (wanted = feeder.data(chunk)));
      if (wanted) feeder.end();
    });
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    for (const interest of ['elf', 'kept'] as const)
      findings.unknown.push({ index, interest, why: `it cannot be read: ${systemReason(cause)}` });
  }
}

function typeOf(stats: Stats): TarEntryType {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'dir';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isCharacterDevice()) return 'char';
  return stats.isBlockDevice() ? 'block' : 'fifo';
}

function isSystemError(cause: unknown): cause is Error & { code: string } {
  return cause instanceof Error && 'syscall' in cause && 'code' in cause && typeof cause.code === 'string';
}

function systemReason(cause: unknown): string {
  if (!isSystemError(cause)) throw cause;
  return cause.code === 'EACCES' || cause.code === 'EPERM' ? 'permission denied' : cause.code;
}
