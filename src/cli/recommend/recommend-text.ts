import { dirname, join } from 'node:path';
import { BasewiseError } from '../../errors.ts';
import { recommendStage } from '../../recommend/recommend-stage.ts';
import type { Recommendation, RecommendedUnit } from '../../report/recommendation.ts';
import type { Unknown } from '../../report/report.ts';
import { readBuildFolder } from '../../subjects/read-build-folder.ts';
import { findFiles } from '../check/find-files.ts';
import { asFile, buildArguments, readBounded } from '../check/run-check-repository.ts';
import type { CommandIo } from '../io.ts';
import { document } from './asked.ts';
import type { Asked } from './asked.ts';
import { basesFor, counter } from './bases.ts';

/** Every Dockerfile of a folder, or one; a file that cannot be judged is named and does not hide the others. */
export async function recommendText(
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
