import type { DatedBase, Found, VersionBase } from './classification.ts';
import { compareVersions } from './releases.ts';
import { historyDate, tagHistory } from './tables.ts';

/**
 * What the history of docker-library/official-images says of a tag that names no release: floating tags by date, versioned tags by range
 * for what follows the version. Undefined when the history does not know the image or the tag.
 */
export function fromTagHistory(name: string, tag: string, buildDate: string | undefined): Found | undefined {
  const history = tagHistory(name);
  if (history === undefined) return undefined;
  const floating = timeline(history.floating[tag]);
  if (floating.length > 0) return floatingBase(name, tag, floating, buildDate);
  const match = /^v?(\d+(?:u\d+)?(?:\.\d+)*)(.*)$/.exec(tag);
  const version = match?.[1];
  if (version === undefined) return undefined;
  const suffix = match?.[2] ?? '';
  const kind = version.split('.').length > 2 ? 'exact' : 'series';
  const rows = ranges(history[kind][suffix]);
  const others = ranges(history[kind === 'exact' ? 'series' : 'exact'][suffix]);
  const found = inRanges(version, rows) ?? inRanges(version, others);
  if (found === undefined) return undefined;
  const why = `official-images up to ${historyDate}: ${name} ${version}${suffix} ${found.exact ? 'is' : 'lies between releases on'} ${found.base}`;
  // `3.12-slim` is rebuilt on newer releases while 3.12 is supported; `3.12.4-slim` is not.
  if (kind === 'exact') return answer(found.base, why, []);
  const crossings = crossingsOf(version, ranges(history.exact[suffix]), timeline(history.floating[headTag(suffix)]));
  return {
    ...notNewerThan(name, suffix, found.base, why, buildDate),
    floating: true,
    ...(crossings.length < 2 ? {} : { crossings }),
  };
}

/** The bases of a series' versions in their order; none where the newest is behind the image's newest tag, as the series then stays where it is. */
function crossingsOf(series: string, rows: readonly RangeRow[], head: readonly DatedBase[]): readonly VersionBase[] {
  const first = `${series}.0`;
  const last = `${series}.99999`;
  const inSeries = rows.filter(({ from, to }) => compareVersions(first, to) <= 0 && compareVersions(from, last) <= 0);
  const found = inSeries.map(({ from, base }) => ({ from: compareVersions(from, first) < 0 ? first : from, base }));
  return found.length > 0 && found.at(-1)?.base === head.at(-1)?.base ? found : [];
}

function headTag(suffix: string): string {
  return suffix === '' ? 'latest' : suffix.replace(/^[-_]/, '');
}

/** Every slim tag that the history knows of the image stands on Debian. */
export function isDebianSlim(name: string): boolean {
  const history = tagHistory(name);
  const rows = [...timeline(history?.floating['slim']), ...ranges(history?.exact['-slim'])];
  return rows.length > 0 && rows.every(({ base }) => base.startsWith('debian:'));
}

function floatingBase(name: string, tag: string, rows: readonly DatedBase[], buildDate: string | undefined): Found | undefined {
  const row = buildDate === undefined ? rows.at(-1) : rows.findLast(({ since }) => since <= buildDate);
  const first = rows[0];
  if (row === undefined) {
    if (first === undefined) return undefined;
    const family = first.base.split(':')[0] ?? '';
    const why = `the history of ${name}:${tag} starts on ${first.since}, after the build date`;
    return rows.every(({ base }) => base.startsWith(`${family}:`)) ? answer(`${family}:?`, why, rows) : undefined;
  }
  return {
    ...answer(row.base, `official-images up to ${historyDate}: ${name}:${tag} has been ${row.base} since ${row.since}`, rows),
    floating: true,
  };
}

/** A moving tag (`3.12-slim`) is recorded where it ended; on an earlier day it cannot have been newer than the image's newest tag was. */
function notNewerThan(name: string, suffix: string, base: string, why: string, buildDate: string | undefined): Found {
  const history = tagHistory(name);
  const head = timeline(history?.floating[headTag(suffix)]);
  const then = buildDate === undefined ? undefined : head.findLast(({ since }) => since <= buildDate);
  const [family, release] = base.split(':');
  const [headFamily, headRelease] = then?.base.split(':') ?? [];
  if (then === undefined || family !== headFamily || compareVersions(headRelease ?? '', release ?? '') >= 0) return answer(base, why, []);
  return { ...answer(then.base, `${why}, but on ${buildDate} the newest was ${then.base}`, []), certainty: 'possible' };
}

function answer(base: string, why: string, history: readonly DatedBase[]): Found {
  const [id = '', release = '?'] = base.split(':');
  const family = ids[id] ?? id;
  const variants = id === 'ubi' ? (['ubi'] as const) : [];
  return { family, release: release === '?' ? null : release, variants, rule: 'official-default', why, history };
}

const ids: Readonly<Record<string, string>> = { ubi: 'rhel', amazonlinux: 'amzn', oraclelinux: 'ol' };

interface RangeRow {
  readonly from: string;
  readonly to: string;
  readonly base: string;
}

/** A gap between two ranges belongs to both when they agree on the distribution; outside all ranges only the distribution of all is known. */
function inRanges(version: string, rows: readonly RangeRow[]): { base: string; exact: boolean } | undefined {
  const inside = rows.find(({ from, to }) => compareVersions(from, version) <= 0 && compareVersions(version, to) <= 0);
  if (inside !== undefined) return { base: inside.base, exact: true };
  const before = rows.findLast(({ to }) => compareVersions(to, version) < 0);
  const after = rows.find(({ from }) => compareVersions(version, from) < 0);
  if (before === undefined) return undefined;
  const family = before.base.split(':')[0] ?? '';
  if (after === undefined)
    return rows.every(({ base }) => base.startsWith(`${family}:`)) ? { base: `${family}:?`, exact: false } : undefined;
  if (before.base === after.base) return { base: before.base, exact: false };
  return after.base.startsWith(`${family}:`) ? { base: `${family}:?`, exact: false } : undefined;
}

function timeline(text: string | undefined): readonly DatedBase[] {
  return (text ?? '').split(';').flatMap((row) => {
    const [since, base] = row.split(' ');
    return since === undefined || base === undefined ? [] : [{ since, base }];
  });
}

function ranges(text: string | undefined): readonly RangeRow[] {
  return (text ?? '').split(';').flatMap((row) => {
    const [from, to, base] = row.split(' ');
    return from === undefined || to === undefined || base === undefined ? [] : [{ from, to, base }];
  });
}
