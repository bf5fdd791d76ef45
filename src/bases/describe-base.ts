import { BasewiseError } from '../errors.ts';
import { classifyImage } from './classify-image.ts';
import type { Classification, ClassifyOptions } from './classification.ts';
import { kindFacts } from './kind-facts.ts';
import { findRelease } from './releases.ts';
import type { Release } from './releases.ts';
import { sizesOf } from './sizes.ts';
import type { BaseSize } from './sizes.ts';
import { judgeSupport } from './support.ts';
import type { Support } from './support.ts';
import { basesDate } from './tables.ts';

/** Everything that the catalogue knows of a base without opening it. Plain data. */
export interface BaseFacts {
  readonly name: string;
  readonly classification: Classification;
  /** `alpine 3.19`, `debian 12 slim`. */
  readonly base: string;
  readonly publisher: string | null;
  readonly libc: {
    readonly family: string;
    readonly version: string | null;
    readonly package: string | null;
    readonly static: boolean;
  } | null;
  readonly sizes: readonly BaseSize[];
  /** null: none. */
  readonly shell: string | null;
  readonly packageManager: string | null;
  readonly user: string;
  readonly caCertificates: string;
  readonly timeZones: string;
  readonly locales: string | null;
  readonly architectures: readonly string[];
  readonly support: Support;
  readonly released: string | null;
  readonly cadence: string | null;
  readonly licence: string | null;
  readonly missing: readonly string[];
  readonly debugging: string;
  readonly install: string;
  readonly addUser: string;
  readonly notes: readonly string[];
  readonly sources: readonly string[];
}

/**
 * The facts about the base that an image reference names. `today` (`YYYY-MM-DD`) decides whether support has ended.
 *
 * @throws BasewiseError `unknown-base` when the reference does not tell what it stands on, `windows-base` for Windows.
 */
export function describeBase(name: string, today: string, options: ClassifyOptions = {}): BaseFacts {
  const classification = classifyImage(name, options);
  const { family, release, variants, libc } = classification;
  if (family === 'unknown') {
    throw new BasewiseError('unknown-base', `${name} does not say what it stands on: ${classification.why}`, {
      hint: 'basewise bases list shows what is known; basewise check opens an image and looks',
    });
  }
  if (family === 'windows') throw new BasewiseError('windows-base', `${name} is a Windows image: it has no libc to speak of`);
  const { table, ...kind } = kindFacts(classification);
  const entry = release === null ? undefined : findRelease(family, release);
  return {
    name,
    classification,
    base: [family, release, ...variants].filter((part) => part !== null).join(' '),
    publisher: table?.publisher ?? null,
    libc:
      libc === null
        ? null
        : { family: libc.family, version: libc.version, package: entry?.libcPackage ?? null, static: libc.static === true },
    sizes: sizesOf(name, classification, table),
    ...kind,
    locales: table?.locales ?? null,
    architectures:
      table?.architectures[release ?? '*'] ??
      table?.architectures['*'] ??
      table?.architectures[`debian${release ?? ''}`] ??
      table?.architectures[newestKey(table.architectures)] ??
      [],
    support: judgeSupport(classification, table, entry, today),
    released: entry?.released ?? null,
    cadence: table?.cadence ?? null,
    licence: table?.licence ?? null,
    notes: [...releaseNotes(entry), ...(table?.notes ?? [])],
    sources: [table?.source ?? 'general knowledge', `catalogue of ${basesDate}`, classification.why],
  };
}

function newestKey(byRelease: Readonly<Record<string, unknown>>): string {
  return Object.keys(byRelease)[0] ?? '*';
}

function releaseNotes(entry: Release | undefined): readonly string[] {
  return entry === undefined || entry.notes === null ? [] : [entry.notes];
}
