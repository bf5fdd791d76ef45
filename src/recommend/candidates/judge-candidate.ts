import type { Change } from '../../report/recommendation.ts';
import type { BaseSummary, Finding, ProfileSummary, Target, Verdict } from '../../report/report.ts';
import { judgeCarried, judgeRebuilt } from '../../judge/judge-target.ts';
import { summarizeBase } from '../../judge/summarize-base.ts';
import { verdictOf } from '../../judge/verdict.ts';
import type { Software } from '../../judge/software.ts';
import { runtimeOf } from '../needs/runtime-needs.ts';
import { withMissingPackages } from '../changes/missing-packages.ts';

/** A base with what judging the software on it gave, before it has a rank. */
export interface JudgedCandidate {
  readonly name: string;
  readonly base: BaseSummary | null;
  readonly profile?: ProfileSummary;
  readonly rebuild: Verdict;
  readonly carry: Verdict;
  readonly changed: Verdict;
  /** Packages to install or to copy from; what else has to be done depends on the base's name too. */
  readonly packages: readonly Change[];
  readonly findings: readonly Finding[];
}

/** Judges the software on one base by both moves, and the rebuild again with the packages that its missing libraries are in. */
export function judgeCandidate(software: Software, target: Software): JudgedCandidate {
  const rebuilt = judgeRebuilt(software, target, { usedOnly: true });
  // Where it breaks all the same, installing is no way out and nobody should be told to.
  const broken = withRuntime(rebuilt, target);
  const installed = broken.verdict === 'breaks' ? withMissingPackages(software, target, broken) : null;
  const result = withRuntime(installed?.target ?? rebuilt, target);
  return {
    name: target.name,
    base: summarizeBase(target.base),
    ...(target.profile === undefined ? {} : { profile: target.profile }),
    rebuild: rebuilt.verdict,
    carry: judgeCarried(software, target).verdict,
    changed: result.verdict,
    packages: installed?.changes ?? replacedPackages(result),
    findings: result.findings.filter(({ severity }) => severity !== 'note').map(shortened),
  };
}

/** The program that the image starts and this base lacks is a language runtime: the image of it brings it, and nothing else is wrong with it. On a base without a C library none can. */
function withRuntime(target: Target, { base }: Software): Target {
  if (base?.libc == null) return target;
  const findings = target.findings.filter(
    ({ rule, evidence }) => rule !== 'missing-program' || runtimeOf(String(evidence['program'])) === null,
  );
  return findings.length === target.findings.length ? target : { ...target, findings, verdict: verdictOf(findings) };
}

/** Packages of the subject's own that go by a name of this base. */
function replacedPackages({ findings }: Target): readonly Change[] {
  return findings
    .filter(({ rule }) => rule === 'replaced-package')
    .map(({ evidence, fix, certainty }) => ({
      kind: 'install-packages',
      what: String(evidence['package']),
      how: fix ?? null,
      certainty,
      source: String(evidence['source']),
    }));
}

const mostPlaces = 3;

function shortened(finding: Finding): Finding {
  return { ...finding, where: finding.where.slice(0, mostPlaces) };
}
