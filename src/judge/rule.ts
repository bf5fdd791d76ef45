import type { Certainty, Move } from '../report/report.ts';
import type { LibraryProvider } from '../bases/profiles/package-providers.ts';
import type { Base } from '../distro/base.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { runnableOver, scopeOfTarget } from './finding-fact.ts';
import type { FindingFact, RuleOver, RunnableOver } from './finding-fact.ts';
import type { JudgedArtifact } from './judged-artifact.ts';
import type { PackagedLibrary } from './packaged-libraries.ts';
import type { NextWall } from './second-wall.ts';
import type { UnservedPackage } from './selection.ts';
import type { Software } from './software.ts';

/** What rules look at: one subject on one target. */
export interface TargetContext {
  readonly software: Software;
  /** `own`, or the target as it was named. */
  readonly name: string;
  readonly move: Move;
  readonly rootfs: Rootfs;
  readonly base: Base | null;
  /** Only family knowledge stands behind the target. */
  readonly derived?: boolean;
  readonly artifacts: readonly JudgedArtifact[];
  /** Packages with builds of which none is for this place. */
  readonly unserved: readonly UnservedPackage[];
  /** On a rebuild: libraries that packages of the target bring in the place of the subject's own. */
  readonly packaged?: readonly PackagedLibrary[];
  /** Directories of the carried part that are links on the target. */
  readonly replacedLinks: readonly string[];
  /** What programs without their interpreter would meet next; computed when asked for. */
  readonly secondWalls?: () => readonly NextWall[];
  /** Which package of the base brings a library, where its indexes are known. */
  readonly providerOf?: (soname: string) => LibraryProvider | null;
}

export type RunnableRule = RunnableOver<TargetContext>;

export function defineRule<Evidence extends object>(rule: RuleOver<TargetContext, Evidence>): RunnableRule {
  return runnableOver(rule, scopeOfTarget, capped);
}

/** On a derived target a finding is no surer than the surest artifact that it is about; one about the base alone is `likely`. */
function capped({ certainty, where }: FindingFact<unknown>, { derived, artifacts }: TargetContext): Certainty {
  if (derived !== true || certainty !== 'proven') return certainty;
  const paths = new Set(where.map((place) => ('path' in place ? place.path : place.file)));
  return artifacts.some((artifact) => paths.has(artifact.path) && artifact.certainty === 'proven') ? 'proven' : 'likely';
}
