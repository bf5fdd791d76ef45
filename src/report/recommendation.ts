import type { PaidSize } from '../bases/paid-size/paid-size.ts';
import type { Support } from '../bases/support.ts';
import type { BaseSummary, Certainty, Finding, ProfileSummary, SubjectSummary, Unknown, Verdict } from './report.ts';

/**
 * What `basewise recommend --format json` prints, published as `schema/basewise-recommendation-1.schema.json` (generated from these types). Facts only: the words
 * are `report/recommend-*.ts`.
 */
export interface Recommendation {
  readonly schema: 'basewise-recommendation/1';
  readonly tool: { readonly name: 'basewise'; readonly version: string };
  readonly subject: SubjectSummary;
  readonly units: readonly RecommendedUnit[];
  /** Of several units: what would serve them together; null for one. */
  readonly together: Together | null;
  readonly unknown: readonly Unknown[];
}

/** An image, or the final stage of a Dockerfile. */
export interface RecommendedUnit {
  readonly name: string;
  readonly kind: 'image' | 'stage';
  readonly today: Today;
  /** What the software needs of a base, each with what shows it. */
  readonly needs: readonly Need[];
  /** In the order in which they ranked the candidates. */
  readonly criteria: readonly Criterion[];
  /** Who pays for bytes: what `paid` of the candidates counts with. */
  readonly fleet: FleetSummary;
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** Causes that keep candidates from running, those that block most first. */
  readonly blockers: readonly Blocker[];
}

export interface FleetSummary {
  readonly nodes: number;
  readonly pulls: number;
  readonly bitsPerSecond: number | null;
  /** Compressed bytes of the application on top of any base. */
  readonly above: number;
}

/** Where the software stands now. */
export interface Today {
  readonly base: BaseSummary | null;
  readonly verdict: Verdict;
  readonly support: Support | null;
  readonly findings: readonly Finding[];
}

export type Criterion = 'verdict' | 'support' | 'size' | 'surface' | 'closeness';

export type NeedKind =
  | 'libc'
  | 'library'
  | 'runtime'
  | 'package'
  | 'shell'
  | 'package-manager'
  | 'user'
  | 'certificates'
  | 'time-zones'
  | 'locale'
  | 'architecture';

export interface Need {
  readonly kind: NeedKind;
  /** `glibc 2.34`, `libpq.so.5`, `node 22`, `bash`, `app`, `TZ=Europe/Berlin`, `linux/arm64`. */
  readonly what: string;
  readonly certainty: Certainty;
  /** Paths, variables and packages that show it; at most five. */
  readonly evidence: readonly string[];
}

export interface Candidate {
  readonly name: string;
  /** From 1; candidates that no criterion tells apart share one. */
  readonly rank: number;
  /** The first criterion that puts it behind the rank before; null for the first. */
  readonly behindBy: Criterion | null;
  readonly base: BaseSummary | null;
  readonly profile?: ProfileSummary;
  /** The release that the software stands on today. */
  readonly today: boolean;
  /** As `check --on` says it. */
  readonly rebuild: Verdict;
  /** The application's bytes laid over it; null for a Dockerfile, which carries nothing. */
  readonly carry: Verdict | null;
  /** The rebuild once every change was made. */
  readonly changed: Verdict;
  readonly changes: readonly Change[];
  /** Errors and warnings of the rebuild once every change was made, and what stayed undecided; `possible` ones too. */
  readonly findings: readonly Finding[];
  readonly standing: Standing;
}

export type ChangeKind =
  | 'install-packages'
  | 'copy-libraries'
  | 'take-runtime'
  | 'build-static'
  | 'add-certificates'
  | 'add-time-zones'
  | 'add-locale'
  | 'add-user'
  /** A slice of Chiselled Ubuntu; `how` is the command of `cut-slices`. */
  | 'add-slice'
  | 'cut-slices'
  /** The Dockerfile itself, by `basewise migrate`. */
  | 'migrate';

/** Something that has to be done on this base and is not done by taking it. */
export interface Change {
  readonly kind: ChangeKind;
  readonly what: string;
  /** A command or an image to take; null where nobody can say it in general. */
  readonly how: string | null;
  readonly certainty: Certainty;
  /** An index with its date, the catalogue, the subject's own files. */
  readonly source: string;
}

/** What the criteria look at, beside the verdict. */
export interface Standing {
  readonly support: Support | null;
  /** A release that is still being made (`sid`, `edge`, `rawhide`): it changes under the software. */
  readonly development: boolean;
  /** What a pull of this base costs; null where the catalogue has no figure. */
  readonly paid: PaidSize | null;
  readonly onDiskMegabytes: number | null;
  /** Bytes of the files that are known of it: all of a real tree, programs and libraries of a measured profile; null for a derived one. */
  readonly knownBytes: number | null;
  readonly surface: Surface;
  readonly closeness: 'same-release' | 'same-distribution' | 'same-libc' | 'other';
}

/** null where it is not known. */
export interface Surface {
  readonly packages: number | null;
  readonly privileged: number | null;
  readonly shell: boolean | null;
  readonly packageManager: boolean | null;
}

export interface Blocker {
  readonly rule: string;
  /** What it is about, the same on every base. */
  readonly key: string;
  readonly message: string;
  readonly fix?: string;
  /** What it keeps from running: bases, of a common fix units. */
  readonly blocks: readonly string[];
  /** Those of them that nothing else keeps from it. */
  readonly frees: readonly string[];
  readonly remedies: readonly Remedy[];
}

/** A way out for one blocker, the cheapest first. */
export interface Remedy {
  readonly kind: 'flag' | 'version' | 'package' | 'alternative';
  readonly what: string;
  readonly certainty: Certainty;
  readonly source: string;
}

/** Many services on one page: who can move where, what keeps whom, which single fix frees most. */
export interface Together {
  /** Those that serve most units first. */
  readonly bases: readonly CommonBase[];
  /** On the best of the bases, those that free most first. */
  readonly fixes: readonly CommonFix[];
}

export interface CommonBase {
  readonly name: string;
  /** Units that run there as they are rebuilt. */
  readonly runs: readonly string[];
  /** Units that run there once what is said of them was changed. */
  readonly changed: readonly string[];
  readonly kept: readonly { readonly unit: string; readonly causes: readonly string[] }[];
}

/** A cause over many units: `blocks` and `frees` name units, on one base. */
export interface CommonFix extends Omit<Blocker, 'remedies'> {
  readonly base: string;
}
