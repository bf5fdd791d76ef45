import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readDockerfile } from '../../../src/dockerfile/read-dockerfile.ts';
import { sourceBytes } from '../../../src/formats/text/dockerfile/source-text.ts';
import { migrateDockerfile } from '../../../src/migrate/migrate-dockerfile.ts';
import type { Target } from '../../../src/migrate/target.ts';
import type { Buildah } from './buildah.ts';
import type { BuildCase } from './cases.ts';
import { standInFor } from './stand-ins.ts';
import type { StandIns } from './stand-ins.ts';

export type Tried =
  | { readonly kind: 'right'; readonly notes: readonly string[]; readonly printed: string }
  | { readonly kind: 'wrong'; readonly why: string };

export interface Workshop {
  readonly buildah: Buildah;
  readonly standIns: StandIns;
  readonly folder: string;
}

/** Migrates, builds, runs. A lost digest is the only mark that a build may have: the image is made here anyway. */
export function tryCase({ dockerfile, context = {}, executable = [], run, prints }: BuildCase, target: Target, workshop: Workshop): Tried {
  const result = migrateDockerfile(sourceBytes(dockerfile), 'Dockerfile', target);
  if (result.kind === 'passed-over') return { kind: 'wrong', why: result.why };
  const { after, marks } = result.migration;
  const open = marks.filter(({ text }) => !text.startsWith('the pin @'));
  if (open.length > 0) return { kind: 'wrong', why: `it is marked: ${open.map(({ text }) => text).join('; ')}` };
  const place = mkdtempSync(join(workshop.folder, 'case-'));
  try {
    for (const [path, text] of Object.entries({ ...context, Dockerfile: after })) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), text, { mode: executable.includes(path) ? 0o755 : 0o644 });
    }
    const bases = basesOf(after);
    for (const base of bases) workshop.standIns.make(base);
    workshop.buildah.build(join(place, 'Dockerfile'), place, 'localhost/case');
    const printed = workshop.buildah.run('localhost/case', run);
    if (!prints.test(printed)) return { kind: 'wrong', why: `it prints ${JSON.stringify(printed.slice(0, 500))}\n${after}` };
    const notes = bases.flatMap((base) => {
      const standIn = standInFor(base);
      return standIn.kind !== 'none' && standIn.note !== undefined ? [standIn.note] : [];
    });
    return { kind: 'right', notes, printed: printed.trim().split('\n')[0] ?? '' };
  } catch (error) {
    return { kind: 'wrong', why: `${error instanceof Error ? error.message : String(error)}\n${after}` };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Images that the built stage needs. */
export function basesOf(text: string): readonly string[] {
  const reading = readDockerfile(sourceBytes(text), 'Dockerfile');
  if (reading.kind === 'passed-over') return [];
  const found = reading.build.stages.flatMap(({ base, needed }) => (needed && base.kind === 'image' ? [base.reference] : []));
  return [...new Set(found)];
}
