import { classifyImage } from '../bases/classify-image.ts';
import { readDockerfile } from '../dockerfile/read-dockerfile.ts';
import { readBuild } from '../dockerfile/stages/read-build.ts';
import type { BuildGraph, BuildOptions, Stage } from '../dockerfile/stages/build-graph.ts';
import { BasewiseError } from '../errors.ts';
import { stageRules } from '../rules/all-stage.ts';
import type { Finding, Target, Unit, Unknown } from '../report/report.ts';
import { lockReader } from './repository/build-folder.ts';
import type { BuildFolder } from './repository/build-folder.ts';
import { javaNatives } from './repository/java-natives.ts';
import { placeOfImage, placeOfStage, summarizePlace } from './repository/place.ts';
import type { Place } from './repository/place.ts';
import { stageContext } from './repository/stage-facts.ts';
import type { StageContext } from './repository/stage-facts.ts';
import { followedLocks, stageLocks } from './repository/stage-locks.ts';
import { stageVerdict, undecidedOf } from './repository/undecided.ts';

export interface DockerfileQuestion {
  /** As findings name it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The build context, or what it is for the stages that were read. */
  readonly folder: BuildFolder | ((build: BuildGraph) => BuildFolder);
  /** Catalogue names: `debian:13-slim`. */
  readonly on: readonly string[];
  readonly options: BuildOptions;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

export interface Judged {
  readonly units: readonly Unit[];
  readonly unknown: readonly Unknown[];
  /** Lockfiles that a Dockerfile's stages install from, with the runtime each is installed for. */
  readonly followed?: readonly { readonly lock: string; readonly runtime: string }[];
}

/**
 * The final stage of a Dockerfile (or the one that was asked for) on its own base and on others. A template, a Windows Dockerfile and a file without FROM give no
 * unit and the reason. Throws BasewiseError `no-such-stage`, `unknown-base`, and FormatError of the reader.
 */
export function judgeDockerfile(question: DockerfileQuestion): Judged {
  const { name, bytes, folder, on, options, today } = question;
  const reading = readDockerfile(bytes, name.split('/').at(-1) ?? name, options);
  if (reading.kind === 'passed-over') return { units: [], unknown: [{ what: name, why: reading.why }] };
  const { file: dockerfile, build } = reading;
  const stage = build.target;
  if (stage === undefined) {
    throw new BasewiseError('no-such-stage', `there is no stage ${options.target ?? ''}`, {
      path: name,
      hint: `stages: ${readBuild(dockerfile)
        .stages.map(({ name: stageName, index }) => stageName ?? String(index))
        .join(' ')}`,
    });
  }
  const locks = lockReader(typeof folder === 'function' ? folder(build) : folder);
  const asked = { file: name, dockerfile, build, stage, locks, today, platform: options.platform ?? 'linux/amd64' };
  const own = placeOfStage(stage);
  const context = stageContext(asked);
  const others = on.map((base) => stageContext({ ...asked, on: { name: base, place: targetPlace(base, options) } }));
  const judged = [context, ...others].map(judgeStage);
  const unit: Unit = { name: unitName(name, stage), kind: 'stage', base: summarizePlace(own), targets: judged };
  const unknownBase = own.libc === null ? [{ what: `base of ${unitName(name, stage)}: ${own.name}`, why: own.why }] : [];
  return { units: [unit], unknown: [...unknownBase, ...locks.problems], followed: followedLocks(context) };
}

/** `docker/Dockerfile#runner`; a stage without a name goes by the file's. */
function unitName(file: string, { name }: Stage): string {
  return name === undefined ? file : `${file}#${name}`;
}

function targetPlace(base: string, { platform, buildDate }: BuildOptions): Place {
  if (base === 'scratch')
    return { libc: 'none', version: null, glibcBeside: false, name: 'scratch', why: 'the empty image', classification: null };
  const classification = classifyImage(base, {
    ...(platform === undefined ? {} : { platform }),
    ...(buildDate === undefined ? {} : { buildDate }),
  });
  if (classification.family === 'unknown' || classification.family === 'windows' || classification.libc === null) {
    throw new BasewiseError('unknown-base', `--on ${base} is no base that the catalogue knows`, {
      hint: 'name one of `basewise bases list`, for example debian:13-slim or alpine:3.23',
    });
  }
  return placeOfImage(base, classification);
}

function judgeStage(context: StageContext): Target {
  const decided = [...stageRules.flatMap((rule) => rule.run(context)), ...stageLocks(context), ...javaNatives(context)];
  const found = [...decided, ...undecidedOf(context, decided)];
  const findings = context.move === 'rebuild' ? found.map(translated) : found;
  return {
    name: context.name,
    move: context.move,
    verdict: stageVerdict(findings),
    ...(context.move === 'own' ? {} : { base: summarizePlace(context.place) }),
    findings,
    artifacts: [],
  };
}

/** Rebuilt elsewhere, commands of the old distribution are edits that have to be made, and no failure of the software. */
function translated(finding: Finding): Finding {
  if (finding.rule === 'busybox-flags' || finding.rule === 'shell-syntax') return { ...finding, severity: 'note' };
  if (finding.rule !== 'wrong-tool' && finding.rule !== 'missing-user') return finding;
  return { ...finding, severity: 'note', fix: '`basewise migrate` translates such commands' };
}
