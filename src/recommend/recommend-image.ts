import type { Fleet } from '../bases/paid-size/fleet.ts';
import { applicationOf } from '../judge/application.ts';
import { judgeOwnBase } from '../judge/judge-target.ts';
import { verdictOf } from '../judge/verdict.ts';
import type { OverviewTarget } from '../judge/overview.ts';
import type { Software } from '../judge/software.ts';
import { summarizeBase } from '../judge/summarize-base.ts';
import type { Target, Verdict } from '../report/report.ts';
import type { Change, Criterion, Need, RecommendedUnit } from '../report/recommendation.ts';
import { blockersOf } from './blockers.ts';
import { catalogueFacts } from './candidates/catalogue-facts.ts';
import { judgeCandidate } from './candidates/judge-candidate.ts';
import type { JudgedCandidate } from './candidates/judge-candidate.ts';
import { closenessOf, standingByName, standingOf } from './candidates/standing.ts';
import { chiselledUbuntu } from './chiselled/chiselled-ubuntu.ts';
import { sliceChanges } from './chiselled/slice-changes.ts';
import { unmetNeeds } from './changes/unmet-needs.ts';
import { imageNeeds } from './needs/image-needs.ts';
import { rank } from './rank.ts';
import type { Unranked } from './rank.ts';
import { imageRemedies } from './remedies/image-remedies.ts';
import { scratch, staticBuild } from './static-build.ts';

export interface RecommendQuestion {
  readonly criteria: readonly Criterion[];
  readonly fleet: Fleet;
  /** `linux/amd64`; null where nothing says it. */
  readonly platform: string | null;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Bases by their names, opened one after the other; equal keys are judged once. */
  readonly bases: readonly OverviewTarget[];
  /** The caller named no bases: the empty image counts, and of a Dockerfile releases that have no profile. */
  readonly everyBase: boolean;
  /** Called before each base is judged. */
  readonly onBase?: (name: string) => void;
}

/** Nothing of an application is in it, and it starts nothing of its own: every base would be as good as any other. */
export function isBaseAlone(software: Software): boolean {
  const program = software.entrypoint?.programs[0]?.path ?? null;
  const found = program === null ? null : software.rootfs.tree.lookup(program, { cwd: software.entrypoint?.workingDir ?? '/' });
  const startsOwn = software.entrypoint !== null && (found?.ok !== true || software.partOf(found.entry) !== 'base');
  return !startsOwn && applicationOf(software).artifacts.length === 0;
}

/** Judges an image on every base and ranks them; no candidates for a base alone. Facts only. */
export function recommendImage(software: Software, question: RecommendQuestion): RecommendedUnit {
  const { criteria, fleet, platform, today } = question;
  const needs = imageNeeds(software, platform);
  const own = judgeOwnBase(software);
  const judged = isBaseAlone(software)
    ? []
    : [...judgeBases(software, question, needs), ...(question.everyBase ? emptyBase(software, question, needs) : [])];
  const candidates =
    judged.length === 0 || judged.some(({ today: same }) => same) ? judged : [...judged, ...ownBase(software, question, own)];
  const home = software.base === null ? null : catalogueFacts(`${software.base.distribution ?? ''}:${software.base.release ?? ''}`, today);
  return {
    name: software.name,
    kind: 'image',
    today: {
      base: summarizeBase(software.base),
      verdict: own.verdict,
      support: home?.support ?? null,
      findings: own.findings.filter(({ severity, certainty }) => severity !== 'note' && certainty !== 'possible'),
    },
    needs,
    criteria,
    fleet: { nodes: fleet.nodes, pulls: fleet.pulls, bitsPerSecond: fleet.bitsPerSecond, above: fleet.above },
    candidates: rank(candidates, criteria),
    blockers: blockersOf(candidates, imageRemedies(software)),
  };
}

function judgeBases(software: Software, question: RecommendQuestion, needs: readonly Need[]): readonly Unranked[] {
  const judged = new Map<string, JudgedCandidate>();
  return question.bases.flatMap(({ key, open }) => {
    const target = open();
    question.onBase?.(target.name);
    const catalogue = catalogueFacts(target.name, question.today);
    const standing = standingOf(software.base, target, catalogue, question.fleet);
    const known = judged.get(key);
    const { packages, ...result } = known === undefined ? judgeCandidate(software, target) : renamed(known, target);
    judged.set(key, { ...result, packages });
    const changes = [...packages, ...unmetNeeds(software, target, needs, catalogue)];
    return [
      { ...result, changed: reached(result.changed, target, changes), changes, standing, today: standing.closeness === 'same-release' },
      ...chiselled(software, target, question, needs),
    ];
  });
}

/** The same release of Ubuntu put together from slices, where they are known: neither a shell nor a package manager, and of libraries those alone that are asked for. */
function chiselled(software: Software, target: Software, { fleet, today }: RecommendQuestion, needs: readonly Need[]): readonly Unranked[] {
  const cut = chiselledUbuntu(target);
  if (cut === null) return [];
  const { packages, ...result } = judgeCandidate(software, cut);
  const { support, development } = standingOf(software.base, cut, catalogueFacts(target.name, today), fleet);
  const surface = { packages: null, privileged: 0, shell: false, packageManager: false };
  const closeness = closenessOf(software.base, cut.base);
  const standing = { support, development, paid: null, onDiskMegabytes: null, knownBytes: null, surface, closeness };
  const changes = sliceChanges(software, cut, needs, packages);
  return [{ ...result, changed: reached(result.changed, cut, changes), changes, standing, today: false }];
}

/** Where nothing can be installed, a runtime that no image and no slice brings is not there, and what would run with it is open. */
function reached(changed: Verdict, { base }: Software, changes: readonly Change[]): Verdict {
  const bare = base !== null && base.packageManagers.length === 0;
  const absent = changes.some(({ kind, what, how }) => kind === 'take-runtime' && how === null && /\d/.test(what));
  return bare && absent && changed !== 'breaks' ? 'unknown' : changed;
}

/** Bases with one key differ in their names alone. */
function renamed(known: JudgedCandidate, target: Software): JudgedCandidate {
  return {
    ...known,
    name: target.name,
    base: summarizeBase(target.base),
    ...(target.profile === undefined ? {} : { profile: target.profile }),
    findings: known.findings.map((finding) => ({ ...finding, id: finding.id.replace(`:${known.name}:`, `:${target.name}:`) })),
  };
}

/** A release without a profile of its own is still where the software stands. */
function ownBase({ base }: Software, { today, fleet }: RecommendQuestion, { verdict, findings }: Target): readonly Unranked[] {
  if (base === null || base.distribution === null) return [];
  const name = `${base.distribution}${base.release === null ? '' : `:${base.release}`}`;
  const shown = findings.filter(({ severity }) => severity !== 'note');
  const standing = standingByName(base, base, catalogueFacts(name, today), fleet);
  const same = { rebuild: verdict, carry: verdict, changed: verdict, changes: [], findings: shown };
  return [{ name, base: summarizeBase(base), today: true, ...same, standing }];
}

/** The empty image, where everything in use is static or could be. */
function emptyBase(software: Software, { fleet, today }: RecommendQuestion, needs: readonly Need[]): readonly Unranked[] {
  const build = staticBuild(software);
  if (build === null) return [];
  const catalogue = catalogueFacts('scratch', today);
  const { packages, ...judged } = judgeCandidate(software, scratch);
  const standing = standingOf(software.base, scratch, catalogue, fleet);
  const unmet = unmetNeeds(software, scratch, needs, catalogue);
  if (build.programs.length === 0) return [{ ...judged, changes: [...packages, ...unmet], standing, today: false }];
  const change: Change = {
    kind: 'build-static',
    what: build.programs.slice(0, 3).join(', '),
    how: 'CGO_ENABLED=0 go build',
    certainty: 'likely',
    source: 'no library but the C library is linked, and no module of its build information needs cgo',
  };
  // A rebuild with a flag is a rebuild: what is said of the programs as they are linked today falls away, everything else stays.
  const findings = judged.findings.filter(({ where }) => !where.every((place) => 'path' in place && build.programs.includes(place.path)));
  const verdict = verdictOf(findings);
  return [{ ...judged, rebuild: verdict, changed: verdict, findings, changes: [change, ...unmet], standing, today: false }];
}
