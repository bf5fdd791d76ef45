import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Fleet } from '../../bases/paid-size/fleet.ts';
import { BasewiseError } from '../../errors.ts';
import type { Platform } from '../../image/source.ts';
import type { OverviewTarget } from '../../judge/overview.ts';
import { understand } from '../../judge/understand.ts';
import { recommendImage } from '../../recommend/recommend-image.ts';
import { newerReleases } from '../../recommend/newer-releases.ts';
import { together } from '../../recommend/together.ts';
import { recommendStage } from '../../recommend/recommend-stage.ts';
import { renderRecommendation } from '../../report/recommend-pretty.ts';
import type { Criterion, Recommendation, RecommendedUnit } from '../../report/recommendation.ts';
import type { Unknown } from '../../report/report.ts';
import { machinePlatform } from '../../subjects/manifests/platform.ts';
import { parseSubject } from '../../subjects/parse-subject.ts';
import { readBuildFolder } from '../../subjects/read-build-folder.ts';
import { withWheelIndex } from '../check/ask-wheel-index.ts';
import { findFiles } from '../check/find-files.ts';
import { asFile, buildArguments, readBounded } from '../check/run-check-repository.ts';
import { overviewTargets } from '../check/overview-targets.ts';
import { resolveTarget } from '../check/resolve-target.ts';
import { softwarePlatform, summarizeSubject } from '../check/summarize-subject.ts';
import type { RecommendOptions } from '../commands/recommend.ts';
import type { CommandIo } from '../io.ts';
import { parsePlatform } from '../options.ts';
import { readFleet } from '../paid-size/read-fleet.ts';
import { subjectsOf } from '../check/subjects-of.ts';
import { readWithProgress } from '../reading.ts';
import { version } from '../version.ts';

/** Ranks bases for images, Dockerfiles and folders of them. Exit 0 where each has a base that it runs on, 1 where one has none. */
export async function runRecommend(given: readonly string[], options: RecommendOptions, io: CommandIo): Promise<void> {
  const asked: Asked = {
    options,
    criteria: parseCriteria(options.rank),
    platform: parsePlatform(options.platform),
    fleet: await readFleet(options, parsePlatform(options.platform), io),
    today: new Date().toISOString().slice(0, 10),
  };
  const { subjects, failed } = subjectsOf(given, options.fromFile);
  const several = options.fromFile !== undefined || subjects.length > 1;
  const all: Recommendation[] = [];
  const unknown: Unknown[] = failed.map(({ name, why }) => ({ what: name, why }));
  for (const { subject, name } of subjects) {
    try {
      all.push(named(await recommend(subject, asked, io), several ? name : null));
    } catch (error) {
      // One of many that cannot be opened does not hide the others.
      if (!several || !(error instanceof BasewiseError)) throw error;
      unknown.push({ what: name, why: error.message });
    }
  }
  const [only] = all;
  const subject = several || only === undefined ? { kind: 'several', name: `${subjects.length} subjects` } : only.subject;
  const units = all.flatMap((each) => each.units);
  if (units.length === 0 && unknown.length > 0 && unknown.length === subjects.length + failed.length) io.exitWith(2);
  print({ ...document(subject, units, [...all.flatMap((each) => each.unknown), ...unknown]), together: together(units) }, options, io);
  io.exitWith(units.length > 0 && units.every(hasWay) && all.every((each) => each.units.length > 0) && unknown.length === 0 ? 0 : 1);
}

/** Units of several subjects carry the name that the user gave. */
function named(recommendation: Recommendation, name: string | null): Recommendation {
  if (name === null) return recommendation;
  const units = recommendation.units.map((unit) => ({
    ...unit,
    name: unit.name === name || unit.kind === 'image' ? name : `${name}: ${unit.name}`,
  }));
  return { ...recommendation, units };
}

interface Asked {
  readonly options: RecommendOptions;
  readonly criteria: readonly Criterion[];
  readonly platform: Platform | undefined;
  readonly fleet: Fleet;
  readonly today: string;
}

function hasWay({ candidates }: RecommendedUnit): boolean {
  return candidates.some(({ changed }) => changed === 'runs' || changed === 'differs');
}

async function recommend(subject: string, asked: Asked, io: CommandIo): Promise<Recommendation> {
  const parsed = parseSubject(subject);
  if (parsed.kind === 'lockfile' || parsed.kind === 'manifest') {
    throw new BasewiseError('bad-usage', `a ${parsed.kind} stands on no base`, {
      path: parsed.text,
      hint: 'name an image, a Dockerfile or a repository',
    });
  }
  if (parsed.kind === 'dockerfile' || parsed.kind === 'repository') return recommendText(parsed.kind, parsed.path, parsed.text, asked, io);
  return recommendSubject(subject, asked, io);
}

async function recommendSubject(
  subject: string,
  { options, criteria, platform, fleet, today }: Asked,
  io: CommandIo,
): Promise<Recommendation> {
  const read = await readWithProgress(subject, platform, io);
  const understood = understand(read.name, read.rootfs, read.config);
  const software = options.online === true ? await withWheelIndex(understood, io) : understood;
  const wanted = platform ?? read.platform ?? softwarePlatform(software) ?? machinePlatform();
  const bases = await basesFor(options, wanted, io);
  const unit = recommendImage(software, {
    criteria,
    fleet,
    platform: `${wanted.os}/${wanted.architecture}`,
    today,
    bases,
    everyBase: options.on.length === 0,
    onBase: counter(read.name, bases.length, io),
  });
  const newer =
    options.on.length > 0
      ? []
      : newerReleases(
          software.base,
          unit.candidates.map(({ name }) => name),
          today,
        );
  return document(summarizeSubject(read), [unit], [...(software.base?.unknown ?? []), ...newer]);
}

/** Every Dockerfile of a folder, or one; a file that cannot be judged is named and does not hide the others. */
async function recommendText(
  kind: 'dockerfile' | 'repository',
  path: string,
  text: string,
  asked: Asked,
  io: CommandIo,
): Promise<Recommendation> {
  const { options, criteria, platform, fleet, today } = asked;
  const bases = await basesFor(options, platform ?? { os: 'linux', architecture: 'amd64' }, io);
  const found = kind === 'dockerfile' ? { dockerfiles: [path], unknown: [] } : findFiles(path);
  const units: RecommendedUnit[] = [];
  const unknown: Unknown[] = [...found.unknown];
  for (const name of found.dockerfiles) {
    const file = kind === 'dockerfile' ? name : join(path, name);
    try {
      const result = asFile(name, () =>
        recommendStage({
          name,
          bytes: readBounded(file),
          folder: readBuildFolder(dirname(file), ''),
          options: {
            buildArgs: buildArguments(options.buildArg),
            ...(options.platform === undefined ? {} : { platform: options.platform }),
            ...(options.stage === undefined ? {} : { target: options.stage }),
          },
          criteria,
          fleet,
          today,
          bases,
          everyBase: options.on.length === 0,
          onBase: counter(name, bases.length, io),
        }),
      );
      if (result.unit !== null) units.push(result.unit);
      unknown.push(...result.unknown);
    } catch (error) {
      if (!(error instanceof BasewiseError) || kind === 'dockerfile') throw error;
      unknown.push({ what: name, why: error.message });
    }
  }
  if (units.length === 0 && unknown.length === 0) unknown.push({ what: text, why: 'no Dockerfile is in this folder' });
  return document({ kind, name: text }, units, unknown);
}

function counter(name: string, count: number, io: CommandIo): (base: string) => void {
  let done = 0;
  return (base) => io.progress.update(`${name} on ${base} (${++done} of ${count})`);
}

function document(subject: Recommendation['subject'], units: readonly RecommendedUnit[], unknown: readonly Unknown[]): Recommendation {
  return { schema: 'basewise-recommendation/1', tool: { name: 'basewise', version }, subject, units, together: null, unknown };
}

function basesFor(
  { on }: RecommendOptions,
  platform: Platform,
  io: CommandIo,
): Promise<readonly OverviewTarget[]> | readonly OverviewTarget[] {
  return on.length === 0 ? overviewTargets(platform, io) : namedBases(on, platform, io);
}

async function namedBases(names: readonly string[], platform: Platform, io: CommandIo): Promise<readonly OverviewTarget[]> {
  const targets: OverviewTarget[] = [];
  for (const name of names) {
    const target = await resolveTarget(name, platform, io);
    targets.push({ key: name, open: () => target });
  }
  return targets;
}

const allCriteria: readonly Criterion[] = ['verdict', 'support', 'size', 'surface', 'closeness'];

function parseCriteria(text: string): readonly Criterion[] {
  const named = text.split(',').map((word) => {
    const found = allCriteria.find((criterion) => criterion === word.trim());
    if (found === undefined)
      throw new BasewiseError('bad-usage', `--rank ${text}: ${word.trim() === '' ? 'a name is empty' : `${word.trim()} is no criterion`}`, {
        hint: `known: ${allCriteria.join(' ')}`,
      });
    return found;
  });
  return [...new Set([...named, ...allCriteria])];
}

function print(recommendation: Recommendation, options: RecommendOptions, io: CommandIo): void {
  const json = (): string => `${JSON.stringify(recommendation, null, 2)}\n`;
  const pretty = (colors: boolean, columns: number): string =>
    renderRecommendation(recommendation, { colors, columns, all: options.all === true });
  for (const file of options.output) {
    try {
      writeFileSync(file, file.endsWith('.json') ? json() : pretty(false, 100));
    } catch (cause) {
      throw new BasewiseError('cannot-write', 'the result could not be written', { path: file, cause });
    }
  }
  if (options.output.length === 0) io.out(options.format === 'json' ? json() : pretty(io.colors, io.columns));
}
