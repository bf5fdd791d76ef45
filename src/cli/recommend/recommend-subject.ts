import { understand } from '../../judge/understand.ts';
import { newerReleases } from '../../recommend/newer-releases.ts';
import { isBaseAlone, recommendImage } from '../../recommend/recommend-image.ts';
import type { Recommendation } from '../../report/recommendation.ts';
import { machinePlatform } from '../../subjects/manifests/platform.ts';
import { withWheelIndex } from '../check/ask-wheel-index.ts';
import { softwarePlatform, summarizeSubject } from '../check/summarize-subject.ts';
import type { CommandIo } from '../io.ts';
import { readWithProgress } from '../reading.ts';
import { withNpmIndex } from './ask-npm-index.ts';
import { document } from './asked.ts';
import type { Asked } from './asked.ts';
import { basesFor, counter } from './bases.ts';

/** Ranks bases for an image, an archive or a root. */
export async function recommendSubject(
  subject: string,
  { options, criteria, platform, fleet, today }: Asked,
  io: CommandIo,
): Promise<Recommendation> {
  const read = await readWithProgress(subject, platform, io);
  const understood = understand(read.name, read.rootfs, read.config);
  const software = options.online === true ? await withNpmIndex(await withWheelIndex(understood, io), io) : understood;
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
  if (isBaseAlone(software)) {
    const why = 'nothing of an application is in it: it is a base, and `basewise compare` puts bases side by side';
    return document(summarizeSubject(read), [unit], [{ what: read.name, why }]);
  }
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
