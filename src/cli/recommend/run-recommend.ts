import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Fleet } from '../../bases/paid-size/fleet.ts';
import { BasewiseError } from '../../errors.ts';
import type { Platform } from '../../image/source.ts';
import type { OverviewTarget } from '../../judge/overview.ts';
import { understand } from '../../judge/understand.ts';
import { recommendImage } from '../../recommend/recommend-image.ts';
import { newerReleases } from '../../recommend/newer-releases.ts';
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
import { readWithProgress } from '../reading.ts';
import { version } from '../version.ts';

/** Ranks bases for images, Dockerfiles and folders of them. Exit 0 where each has a base that it runs on, 1 where one has none. */
export async function runRecommend(subjects: readonly string[], options: RecommendOptions, io: CommandIo): Promise<void> {
  const asked: Asked = {
    options,
    criteria: parseCriteria(options.rank),
    platform: parsePlatform(options.platform),
    fleet: await readFleet(options, parsePlatform(options.platform), io),
    today: new Date().toISOString().slice(0, 10),
  };
  const all: Recommendation[] = [];
  for (const subject of subjects) all.push(await recommend(subject, asked, io));
  print(all, options, io);
  io.exitWith(all.every(({ units }) => units.length > 0 && units.every(hasWay)) ? 0 : 1);
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
  const named = parseSubject(subject);
  if (named.kind === 'lockfile' || named.kind === 'manifest') {
    throw new BasewiseError('bad-usage', `a ${named.kind} stands on no base`, {
      path: named.text,
      hint: 'name an image, a Dockerfile or a repository',
    });
  }
  if (named.kind === 'dockerfile' || named.kind === 'repository') return recommendText(named.kind, named.path, named.text, asked, io);
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
  return { schema: 'basewise-recommendation/1', tool: { name: 'basewise', version }, subject, units, unknown };
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

/** One document for one subject; several stand below each other, as JSON in a list. */
function print(all: readonly Recommendation[], options: RecommendOptions, io: CommandIo): void {
  const json = (): string => `${JSON.stringify(all.length === 1 ? all[0] : all, null, 2)}\n`;
  const pretty = (colors: boolean, columns: number): string =>
    all.map((each) => renderRecommendation(each, { colors, columns, all: options.all === true })).join('\n');
  for (const file of options.output) {
    try {
      writeFileSync(file, file.endsWith('.json') ? json() : pretty(false, 100));
    } catch (cause) {
      throw new BasewiseError('cannot-write', 'the result could not be written', { path: file, cause });
    }
  }
  if (options.output.length === 0) io.out(options.format === 'json' ? json() : pretty(io.colors, io.columns));
}
