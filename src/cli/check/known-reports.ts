import { recentlyUsed } from '../../image/recently-used.ts';
import type { ImageSource } from '../../image/source.ts';
import type { DiskCache } from '../../net/cache/disk-cache.ts';
import type { Report } from '../../report/report.ts';
import { imageIdentity } from '../../subjects/layer-cache/image-identity.ts';
import type { StoredDigests } from '../../subjects/layer-cache/stored-digest.ts';
import type { KnownTarget } from './known-targets.ts';

/** Reports of images that were judged before, in this run or in one that was stopped: the same bytes, asked the same on the same day, get the same answer. */
export interface KnownReports {
  /** The place of an image's report; null where it cannot be told that its bytes, or those of a target, are the same. */
  of(source: ImageSource, targets: readonly KnownTarget[]): Promise<ReportPlace | null>;
}

export interface ReportPlace {
  /** Under the image's name of now. */
  readonly known: Report | null;
  readonly keep: (report: Report) => void;
}

/** `question` is all else that a report depends on. */
export function knownReports(disk: Pick<DiskCache, 'read' | 'write'> | null, digests: StoredDigests, question: object): KnownReports {
  const recent = recentlyUsed<string, Uint8Array>(MEMORY, ({ length }) => length);
  const read = (key: string): Report | null => {
    const bytes = recent.get(key) ?? disk?.read('reports', key) ?? null;
    if (bytes === null) return null;
    // Verified to be what this very version of the program wrote.
    const report: Report = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return report;
  };
  return {
    async of(source, targets) {
      const image = await imageIdentity(source, digests);
      const bases = await Promise.all(targets.map(async ({ software, identity }) => [software.name, await identity()]));
      if (image === null || bases.some(([, identity]) => identity === null)) return null;
      const key = JSON.stringify({ image, bases, question });
      const known = read(key);
      return {
        known: known === null ? null : renamed(known, source.name),
        keep(report) {
          const bytes = Buffer.from(JSON.stringify(report));
          recent.set(key, bytes);
          disk?.write('reports', key, bytes);
        },
      };
    },
  };
}

const MEMORY = 16 * 1024 * 1024;

/** An image's name stands in its subject and in its unit, and nowhere else. */
function renamed(report: Report, name: string): Report {
  return { ...report, subject: { ...report.subject, name }, units: report.units.map((unit) => ({ ...unit, name })) };
}
