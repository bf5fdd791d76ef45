import { applicationOf } from '../../judge/application.ts';
import { buildReport } from '../../judge/build-report.ts';
import { judgeImage } from '../../judge/judge-image.ts';
import type { Platform } from '../../image/source.ts';
import { judgeOverview } from '../../judge/overview.ts';
import type { Software } from '../../judge/software.ts';
import { understand } from '../../judge/understand.ts';
import { machinePlatform } from '../../subjects/manifests/platform.ts';
import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { Report } from '../../report/report.ts';
import type { OpenedSubject } from '../../subjects/opened-subject.ts';
import { parseSubject } from '../../subjects/parse-subject.ts';
import type { LayerPool } from '../../subjects/reading/layer-pool.ts';
import type { LayerStore } from '../../subjects/reading/layer-store.ts';
import type { CheckOptions } from '../commands/check.ts';
import type { CommandIo } from '../io.ts';
import { parsePlatform } from '../options.ts';
import { keepHeapSmall } from '../engine-settings.ts';
import { openWithProgress, readOpenedWithProgress } from '../reading.ts';
import { version } from '../version.ts';
import type { KnownReports } from './known-reports.ts';
import type { KnownTarget, KnownTargets } from './known-targets.ts';
import { overviewTargets } from './overview-targets.ts';
import { softwarePlatform, summarizeSubject } from './summarize-subject.ts';

/** What the subjects of one run have in common. */
export interface Judging {
  readonly options: CheckOptions;
  readonly io: CommandIo;
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly targets: KnownTargets;
  readonly resolvConf?: ByteText;
  /** An image that is judged on no other base gets an overview of all. */
  readonly overview: boolean;
  /** What images share with one another. */
  readonly shared?: { readonly layers: LayerStore; readonly pool: LayerPool };
  readonly reports?: KnownReports;
}

/** The report of whatever `subject` names. Throws BasewiseError where it cannot be judged. */
export async function judgeSubject(subject: string, judging: Judging): Promise<Report> {
  const { options, io, today } = judging;
  const named = parseSubject(subject);
  if (named.kind === 'lockfile') {
    const { checkLockfile, checkLockfileOnline } = await import('./run-check-lockfile.ts');
    if (options.online === true) return checkLockfileOnline(named.path, named.text, options, io);
    return checkLockfile(named.path, named.text, options);
  }
  if (named.kind === 'dockerfile' || named.kind === 'repository' || named.kind === 'manifest') {
    const { checkText } = await import('./run-check-repository.ts');
    return checkText(named.kind, named.path, named.text, options, today);
  }
  return judgeRoot(subject, judging);
}

async function judgeRoot(subject: string, judging: Judging): Promise<Report> {
  const { options, io } = judging;
  const asked = parsePlatform(options.platform);
  const opened = await openWithProgress(subject, asked, io);
  if (opened.kind !== 'image') return judgeOpened(opened, subject, asked, judging);
  const platform = asked ?? opened.source.platform;
  // A target that is not there is said before anything is downloaded.
  const targets = await resolveAll(options.on, platform, judging);
  const place = (await judging.reports?.of(opened.source, targets)) ?? null;
  if (place?.known !== null && place?.known !== undefined) return place.known;
  const report = await judgeOpened(opened, subject, platform, judging);
  place?.keep(report);
  return report;
}

async function judgeOpened(opened: OpenedSubject, subject: string, asked: Platform | undefined, judging: Judging): Promise<Report> {
  const { options, io, shared, resolvConf } = judging;
  const read = await readOpenedWithProgress(opened, subject, io, shared ?? {});
  const understood = { ...understand(read.name, read.rootfs, read.config), ...(resolvConf === undefined ? {} : { resolvConf }) };
  const software = options.online === true ? await askIndex(understood, io) : understood;
  if (read.read.files > LARGE.files || applicationOf(software).artifacts.length > LARGE.artifacts) keepHeapSmall();
  const platform = asked ?? read.platform ?? softwarePlatform(software) ?? machinePlatform();
  const targets = await resolveAll(options.on, platform, judging);
  io.progress.update(`judging ${subject}`);
  const judged = judgeImage(
    software,
    targets.map((target) => target.software),
  );
  const unknown = [...judged.unknown];
  const bases = judging.overview && options.on.length === 0 ? overviewTargets(platform, io) : [];
  const overview = judgeOverview(software, bases);
  const unit = { ...judged.unit, targets: [...judged.unit.targets, ...overview] };
  const leftOut = overview.length === 0 ? 0 : bases.length - overview.length;
  if (leftOut > 0)
    unknown.push({ what: 'where it would run', why: `the subject is large and ${leftOut} bases were left out; name one with --on` });
  return buildReport(summarizeSubject(read), read.read, [unit], unknown, version);
}

/** Beyond ordinary images: memory that stays bounded is then worth a fifth of the time (4,000 real programs and libraries: 174 MB instead of 281). */
const LARGE = { files: 200_000, artifacts: 1000 };

async function resolveAll(names: readonly string[], platform: Platform, { targets }: Judging): Promise<readonly KnownTarget[]> {
  const resolved: KnownTarget[] = [];
  for (const name of names) resolved.push(await targets(name, platform));
  return resolved;
}

/** Loaded when it is asked for: most checks open no connection. */
async function askIndex(software: Software, io: CommandIo): Promise<Software> {
  const { withWheelIndex } = await import('./ask-wheel-index.ts');
  return withWheelIndex(software, io);
}
