import { createHash } from 'node:crypto';
import { BasewiseError } from '../errors.ts';
import { decompress } from '../formats/archive/decompress.ts';
import type { Encoding } from '../formats/archive/decompress.ts';
import type { TarEntry } from '../formats/archive/tar-entry.ts';
import { entryPath } from './entry-path.ts';
import { noFindings } from './extractors.ts';
import type { Extractors, Findings } from './extractors.ts';
import { factsBudget, type FactsBudget } from './facts-budget.ts';
import { createFileFeeder } from './file-feeder.ts';
import { createLayerReader } from './layer-reader.ts';
import { layerTableBuilder } from './layer-table.ts';
import type { LayerTable } from './layer-table.ts';
import { settleFacts } from './packed-facts.ts';

/** Everything that one walk over a layer gave: plain data, so it crosses threads. */
export interface LayerWalk extends Findings {
  readonly table: LayerTable;
  readonly encoding: Encoding;
  /** Bytes as stored and expanded. */
  readonly stored: number;
  readonly expanded: number;
  /** `ALGORITHM:HEX` of the stored bytes, and `sha256:…` of the tar. */
  readonly digest: string;
  readonly diffId: string;
  /** Names that no file system holds (over 4,095 bytes, or 255 in a component), left out of the table. */
  readonly unnameable: number;
}

/** At most this many entries are read of an image, in all layers together. */
export const MOST_ENTRIES = 1_000_000;
/** And so many bytes of their names and link targets, folders counted where they change: a million names as long as the kernel takes them would be 4 GB. */
export const MOST_NAME_BYTES: number = 128 * MOST_ENTRIES;

/**
 * Walks a layer once: decompresses, digests, lists the entries and feeds the extractors. `source` gives the stored bytes; a chunk may be used again
 * by whoever gives it once the second one after it was taken. `algorithm` is that of the digest; facts are taken from `budget`, which the layers of a subject share.
 *
 * @throws FormatError for what cannot be decoded; BasewiseError `too-many-entries`
 */
export async function walkLayer(
  source: AsyncIterable<Uint8Array>,
  extractors: Extractors,
  algorithm: string = 'sha256',
  budget: FactsBudget = factsBudget(),
): Promise<LayerWalk> {
  const findings = noFindings();
  const feeder = createFileFeeder(extractors, findings, budget);
  const table = layerTableBuilder();
  const reader = createLayerReader({
    entry(entry, path, index) {
      if (index >= MOST_ENTRIES) throw tooManyEntries();
      table.add(rowOf(entry, path));
      if (table.nameBytes() > MOST_NAME_BYTES) throw namesTooLong();
      if (entry.type !== 'file') return false;
      return feeder.begin({ path, size: entry.size, mode: entry.mode }, index);
    },
    data: feeder.data,
    hole: feeder.hole,
    end: feeder.end,
  });
  const storedHash = createHash(algorithm);
  const expandedHash = createHash('sha256');
  const { encoding, stored, expanded } = await decompress(
    source,
    (chunk) => {
      expandedHash.update(chunk);
      reader.push(chunk);
      return true;
    },
    {
      transient: true,
      onStored(chunk, encoding) {
        if (encoding !== 'plain' || algorithm !== 'sha256') storedHash.update(chunk);
      },
    },
  );
  reader.finish();
  settleFacts(findings.found.elf, budget);
  const diffId = `sha256:${expandedHash.digest('hex')}`;
  const digest = encoding === 'plain' && algorithm === 'sha256' ? diffId : `${algorithm}:${storedHash.digest('hex')}`;
  return { ...findings, table: table.finish(), encoding, stored, expanded, digest, diffId, unnameable: reader.unnameable() };
}

export function tooManyEntries(): BasewiseError {
  return new BasewiseError('too-many-entries', `more than ${MOST_ENTRIES.toLocaleString('en')} entries in all`, {
    hint: 'no image that anybody runs is like this; it is refused to keep memory bounded',
  });
}

export function namesTooLong(): BasewiseError {
  return new BasewiseError('names-too-long', `names and link targets of more than ${MOST_NAME_BYTES.toLocaleString('en')} bytes in all`, {
    hint: 'no image that anybody runs is like this; it is refused to keep memory bounded',
  });
}

function rowOf(entry: TarEntry, path: string): Parameters<ReturnType<typeof layerTableBuilder>['add']>[0] {
  const target = entry.type === 'link' ? entryPath(entry.linkName) : entry.linkName;
  const { type, mode, uid, gid, size, capabilities } = entry;
  return { path, type, mode, uid, gid, size, target, capabilities };
}
