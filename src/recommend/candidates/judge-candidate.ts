import type { Change, Need } from '../../report/recommendation.ts';
import type { BaseSummary, Finding, ProfileSummary, Target, Verdict } from '../../report/report.ts';
import type { BaseFacts } from '../../bases/describe-base.ts';
import { judgeCarried, judgeRebuilt } from '../../judge/judge-target.ts';
import { summarizeBase } from '../../judge/summarize-base.ts';
import { verdictOf } from '../../judge/verdict.ts';
import type { Software } from '../../judge/software.ts';
import { unmetNeeds } from '../changes/unmet-needs.ts';
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
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
}

/**
 * Judges the software on one base by both moves, and the rebuild again with the packages that its missing libraries are in.
 * `catalogue` is what is known of the base by its name.
 */
export function judgeCandidate(software: Software, target: Software, needs: readonly Need[], catalogue: BaseFacts | null): JudgedCandidate {
  const rebuilt = judgeRebuilt(software, target, { usedOnly: true });
  // Where it breaks all the same, installing is no way out and nobody should be told to.
  const broken = withRuntime(rebuilt);
  const installed = broken.verdict === 'breaks' ? withMissingPackages(software, target, broken) : null;
  const result = withRuntime(installed?.target ?? rebuilt);
  return {
    name: target.name,
    base: summarizeBase(target.base),
    ...(target.profile === undefined ? {} : { profile: target.profile }),
    rebuild: rebuilt.verdict,
    carry: judgeCarried(software, target).verdict,
    changed: result.verdict,
    changes: [...(installed?.changes ?? replacedPackages(result)), ...unmetNeeds(software, target, needs, catalogue)],
    findings: result.findings.filter(({ severity }) => severity !== 'note').map(shortened),
  };
}

/** The program that the image starts and this base lacks is a language runtime: the image of it brings it, and nothing else is wrong with it. */
function withRuntime(target: Target): Target {
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
