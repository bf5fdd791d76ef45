import { BasewiseError } from '../errors.ts';
import type { BuildOptions } from '../dockerfile/stages/build-graph.ts';
import { listBases } from '../bases/list-bases.ts';
import { judgeDockerfile } from '../judge/judge-dockerfile.ts';
import type { DockerfileQuestion } from '../judge/judge-dockerfile.ts';
import { sourceBytes } from '../formats/text/dockerfile/source-text.ts';
import type { Software } from '../judge/software.ts';
import { migrateDockerfile } from '../migrate/migrate-dockerfile.ts';
import { parseTarget } from '../migrate/target.ts';
import type { Change, RecommendedUnit } from '../report/recommendation.ts';
import type { BaseSummary, Target, Unknown } from '../report/report.ts';
import { blockersOf } from './blockers.ts';
import { catalogueFacts, pulledAs } from './candidates/catalogue-facts.ts';
import { standingByName, standingOf } from './candidates/standing.ts';
import { stageNeeds } from './needs/stage-needs.ts';
import { rank } from './rank.ts';
import { scratch } from './static-build.ts';
import type { Unranked } from './rank.ts';
import type { RecommendQuestion } from './recommend-image.ts';

export type StageQuestion = Pick<RecommendQuestion, 'criteria' | 'fleet' | 'bases' | 'everyBase' | 'onBase' | 'today'> &
  Pick<DockerfileQuestion, 'name' | 'bytes' | 'folder'> & { readonly options: BuildOptions };

export interface RecommendedStage {
  /** Null for a template, a Windows Dockerfile, a file without FROM; `unknown` says why. */
  readonly unit: RecommendedUnit | null;
  readonly unknown: readonly Unknown[];
}

/**
 * Ranks bases for the final stage of a Dockerfile: each by what `check` says of the stage on it, and by what `migrate` would have to do. Throws what both throw for a
 * file that cannot be read.
 */
export function recommendStage(question: StageQuestion): RecommendedStage {
  const { name, bytes, folder, options, today, criteria, fleet } = question;
  const ask = { name, bytes, folder, options, today };
  const { units, unknown } = judgeDockerfile({ ...ask, on: [] });
  const [unit] = units;
  const own = unit?.targets[0];
  if (unit === undefined || own === undefined) return { unit: null, unknown };
  const known = question.bases.map(({ open }) => open());
  const more = question.everyBase ? [scratch, ...withoutProfile(question.today, known)] : [];
  const judged = [...known, ...more].flatMap((base) => judgeOn(question, base, unit.base));
  const candidates = judged.some(({ today: same }) => same) ? judged : [...judged, ...ownBase(question, unit.base, own)];
  const home = unit.base === null ? null : catalogueFacts(`${unit.base.distribution}:${unit.base.release ?? ''}`, today);
  return {
    unknown,
    unit: {
      name: unit.name,
      kind: 'stage',
      today: {
        base: unit.base,
        verdict: own.verdict,
        support: home?.support ?? null,
        findings: own.findings.filter(({ severity, certainty }) => severity !== 'note' && certainty !== 'possible'),
      },
      needs: stageNeeds(bytes, name, options),
      criteria,
      fleet: { nodes: fleet.nodes, pulls: fleet.pulls, bitsPerSecond: fleet.bitsPerSecond, above: fleet.above },
      candidates: rank(candidates, criteria),
      blockers: blockersOf(candidates, () => []),
    },
  };
}

/** A Dockerfile is judged by names: releases in support are candidates without a profile too. */
function withoutProfile(today: string, known: readonly Software[]): readonly Software[] {
  const names = new Set(known.map(({ name }) => name));
  return listBases(today, false)
    .filter(({ name }) => /^(?:alpine|ubuntu):|^debian:\d+-slim$/.test(name) && !names.has(name))
    .map(({ name }) => ({ ...scratch, name }));
}

function judgeOn(question: StageQuestion, software: Software, own: BaseSummary | null): readonly Unranked[] {
  question.onBase?.(software.name);
  const reference = pulledAs(software.name);
  const target = judgedOn({ ...question, on: [reference] });
  if (target === null) return [];
  const catalogue = catalogueFacts(software.name, question.today);
  const standing =
    software.base === null && software.name !== 'scratch'
      ? standingByName(own, target.base ?? null, catalogue, question.fleet)
      : standingOf(own, software, catalogue, question.fleet);
  const same = standing.closeness === 'same-release';
  const move = same && target.verdict === 'runs' ? null : moveTo(question, reference);
  const judged = move?.judged ?? target;
  const findings = judged.findings.map((finding) => ({ ...finding, id: scoped(finding.id, [reference, 'own'], software.name) }));
  return [
    {
      name: software.name,
      base: target.base ?? null,
      ...(software.profile === undefined ? {} : { profile: software.profile }),
      today: same,
      rebuild: target.verdict,
      carry: null,
      // What migrate leaves to people is not decided by what it did.
      changed: move === null || move.judged !== null || target.verdict === 'breaks' ? judged.verdict : 'unknown',
      changes: move === null ? [] : [move.change],
      findings: findings.filter(({ severity }) => severity !== 'note'),
      standing,
    },
  ];
}

/** Ids of findings name what was judged: the candidate, whatever the Dockerfile was judged on. */
function scoped(id: string, names: readonly string[], name: string): string {
  for (const each of names) {
    const scope = each === 'own' ? ':own:' : `:rebuild:${each}:`;
    if (id.includes(scope)) return id.replace(scope, `:rebuild:${name}:`);
  }
  return id;
}

/** A release without a profile of its own is still where the software stands. */
function ownBase({ today, fleet }: StageQuestion, base: BaseSummary | null, own: Target): readonly Unranked[] {
  if (base === null) return [];
  const name = `${base.distribution}${base.release === null ? '' : `:${base.release}`}`;
  const findings = own.findings.filter(({ severity }) => severity !== 'note');
  const standing = standingByName(base, base, catalogueFacts(name, today), fleet);
  return [{ name, base, today: true, rebuild: own.verdict, carry: null, changed: own.verdict, changes: [], findings, standing }];
}

/** Null for a base that the catalogue does not know well enough to judge a Dockerfile on. */
function judgedOn(question: DockerfileQuestion): Target | null {
  try {
    return judgeDockerfile(question).units[0]?.targets[1] ?? null;
  } catch (error) {
    if (error instanceof BasewiseError && error.code === 'unknown-base') return null;
    throw error;
  }
}

interface MovedStage {
  /** The file that migrate writes, on its own base; null where it leaves something to people. */
  readonly judged: Target | null;
  readonly change: Change;
}

/** What `migrate` would do, and what `check` says of it. */
function moveTo(question: StageQuestion, reference: string): MovedStage {
  const { name, bytes, options } = question;
  try {
    const result = migrateDockerfile(bytes, name.split('/').at(-1) ?? name, parseTarget(reference), options);
    if (result.kind === 'passed-over') return byHand(result.why);
    const { edits, marks, stages, complete, after } = result.migration;
    const left = marks.length + stages.filter(({ action }) => action === 'left-alone').length;
    const moved = edits.filter(({ rule }) => rule !== 'mark').length;
    const judged = complete ? judgeDockerfile({ ...question, bytes: sourceBytes(after), on: [] }).units[0]?.targets[0] : undefined;
    return {
      judged: judged ?? null,
      change: {
        kind: 'migrate',
        what: `${moved} edit${moved === 1 ? '' : 's'}, ${left === 0 ? 'nothing' : left} left to do by hand`,
        how: `basewise migrate ${name} --to ${reference}`,
        certainty: complete ? 'likely' : 'possible',
        source: 'what migrate would write',
      },
    };
  } catch (error) {
    if (!(error instanceof BasewiseError)) throw error;
    return byHand(error.message);
  }
}

function byHand(why: string): MovedStage {
  return {
    judged: null,
    change: { kind: 'migrate', what: 'by hand: migrate knows no way to this base', how: null, certainty: 'possible', source: why },
  };
}
