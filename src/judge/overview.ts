import type { Target } from '../report/report.ts';
import { shareFacts, shareTable } from '../tree/elf-symbols.ts';
import { applicationOf } from './application.ts';
import { judgeRebuilt } from './judge-target.ts';
import type { Software } from './software.ts';

export interface OverviewTarget {
  /** Targets with equal keys differ in nothing that judging reads. */
  readonly key: string;
  readonly open: () => Software;
}

/**
 * "Where would it run?": the software rebuilt on every base at hand. One target each, marked, with findings and the artifacts in use; empty where nothing of
 * the application depends on a base.
 */
export function judgeOverview(software: Software, targets: readonly OverviewTarget[]): readonly Target[] {
  const { artifacts, isSelected } = applicationOf(software);
  if (artifacts.length === 0) return [];
  const used = artifacts.filter(isSelected);
  const room = Math.max(fewestBases, Math.floor(mostLoads / Math.max(1, used.length)));
  if (used.length <= mostShared && artifacts.length <= mostKept)
    for (const { elf } of artifacts) if (elf !== null) shareTable(shareFacts(elf).symbols);
  const judged = new Map<string, Target>();
  return targets.flatMap(({ key, open }) => {
    if (judged.size >= room && !judged.has(key)) return [];
    const target = open();
    const known = judged.get(key);
    if (known !== undefined) return renamed(known, target);
    const result = compact(judgeRebuilt(software, target, { usedOnly: true }));
    judged.set(key, result);
    return result;
  });
}

/** A load takes about a millisecond; whole distributions as subjects get fewer bases, in the order in which they are given. */
const mostLoads = 5000;
const fewestBases = 6;

/** So many files have their symbols indexed once for all bases; the indexes of a whole distribution would not fit the memory budget. */
const mostShared = 200;
/** And so many are kept with their tables. */
const mostKept = 4000;

/** Dozens of targets stand in one report: findings keep the loader's words and a few places, artifacts their outcome. */
function compact(target: Target): Target {
  return {
    ...target,
    overview: true,
    findings: target.findings.map((finding) => ({ ...finding, where: finding.where.slice(0, mostPlaces) })),
    artifacts: target.artifacts.filter(({ use }) => use !== 'other').map((artifact) => ({ ...artifact, messages: [] })),
  };
}

const mostPlaces = 3;

/** The same answer about a base that differs in name alone. */
function renamed(target: Target, { name, base, profile }: Software): Target {
  const { base: _, profile: __, ...rest } = target;
  const summary = target.base === null || target.base === undefined || base === null ? null : { ...target.base, ...namesOf(base) };
  return {
    ...rest,
    name,
    base: summary,
    ...(profile === undefined ? {} : { profile }),
    findings: target.findings.map((finding) => ({ ...finding, id: finding.id.replace(`:${target.name}:`, `:${name}:`) })),
  };
}

function namesOf({ distribution, release, prettyName }: NonNullable<Software['base']>): {
  readonly distribution: string;
  readonly release: string | null;
  readonly prettyName?: string;
} {
  return { distribution: distribution ?? 'unknown', release, ...(prettyName === undefined ? {} : { prettyName }) };
}
