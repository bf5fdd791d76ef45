import { BasewiseError } from '../../errors.ts';
import { together } from '../../recommend/together.ts';
import { renderRecommendation } from '../../report/recommend-pretty.ts';
import type { Recommendation, RecommendedUnit } from '../../report/recommendation.ts';
import type { Unknown } from '../../report/report.ts';
import { parseSubject } from '../../subjects/parse-subject.ts';
import { printResult } from '../check/print-result.ts';
import { subjectsOf } from '../check/subjects-of.ts';
import type { RecommendOptions } from '../commands/recommend.ts';
import type { CommandIo } from '../io.ts';
import { parsePlatform } from '../options.ts';
import { readFleet } from '../paid-size/read-fleet.ts';
import { document, parseCriteria } from './asked.ts';
import type { Asked } from './asked.ts';
import { recommendSubject } from './recommend-subject.ts';
import { recommendText } from './recommend-text.ts';

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
  const result = { ...document(subject, units, [...all.flatMap((each) => each.unknown), ...unknown]), together: together(units) };
  await printResult(
    result,
    ({ colors, columns }) => renderRecommendation(result, { colors, columns, all: options.all === true }),
    options,
    io,
  );
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
