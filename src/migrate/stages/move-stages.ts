import { parseImageReference } from '../../bases/image-reference.ts';
import type { BuildGraph, Stage } from '../../dockerfile/stages/build-graph.ts';
import type { Dockerfile } from '../../formats/text/dockerfile/dockerfile.ts';
import { positions } from '../../formats/text/dockerfile/position.ts';
import { bareStage } from '../bare/bare-stage.ts';
import type { EditList } from '../edit-list.ts';
import { translateImage } from '../images/translate-image.ts';
import type { ImageTranslation } from '../images/translate-image.ts';
import type { KnownImages, StageResult, WrittenImage } from '../migration.ts';
import { namingOf } from '../packages/package-names.ts';
import { editStage } from '../run/edit-stage.ts';
import type { StageScope } from '../run/stage-scope.ts';
import { parseTarget } from '../target.ts';
import type { Target } from '../target.ts';
import { olderBuilder, runsOnNewer } from './builder-image.ts';
import { chooseStages } from './choose-stages.ts';
import type { StageChoice } from './choose-stages.ts';
import { copiedImages } from './copied-images.ts';
import { fromEdit } from './from-edits.ts';

export interface MovedStages {
  readonly stages: readonly StageResult[];
  /** Image references that the edits write. */
  readonly images: readonly WrittenImage[];
}

/** Decides for every stage whether it moves, rewrites its FROM, and edits what stands in it. */
export function moveStages(file: Dockerfile, build: BuildGraph, list: EditList, target: Target, known: KnownImages): MovedStages {
  const moving: Moving = {
    file,
    build,
    list,
    target,
    known,
    choices: chooseStages(build),
    stuck: finalObstacle(build, target),
    results: new Map(),
    scopes: new Map(),
    images: [],
  };
  const at = positions(file.text);
  for (const stage of build.stages) {
    const { index, name, from } = stage;
    const place = { index, line: at(from.range.start).line, from: fromText(stage), ...(name === undefined ? {} : { name }) };
    moving.results.set(index, { ...place, ...moveStage(moving, stage) });
  }
  for (const stage of build.stages) if (moving.scopes.has(stage.index)) copiedImages(file, build, list, target, stage, moving.results);
  return { stages: [...moving.results.values()], images: moving.images };
}

interface Moving {
  readonly file: Dockerfile;
  readonly build: BuildGraph;
  readonly list: EditList;
  readonly target: Target;
  readonly known: KnownImages;
  readonly choices: ReadonlyMap<number, StageChoice>;
  readonly stuck: string | undefined;
  readonly results: Map<number, StageResult>;
  /** Of the stages that move. */
  readonly scopes: Map<number, StageScope>;
  readonly images: WrittenImage[];
}

type Outcome = Pick<StageResult, 'action' | 'why' | 'to'>;

function moveStage(moving: Moving, stage: Stage): Outcome {
  const { build, list, target, choices, stuck } = moving;
  const { index, from, base } = stage;
  if (base.kind === 'stage') return followStage(moving, stage, base.index);
  const choice = choices.get(index);
  if (choice?.moves !== true) return { action: 'stays', why: choice?.why ?? 'nothing needs it' };
  if (base.kind === 'scratch') {
    const action = target.family === 'scratch' ? 'already' : 'stays';
    return { action, why: 'scratch has nothing to move: only static programs run on it' };
  }
  const refuse = (why: string): Outcome => {
    list.mark(from, `${fromText(stage)} is left alone: ${why}`);
    return { action: 'left-alone', why };
  };
  if (base.kind === 'unresolved') return refuse(base.why);
  const final = isFinal(build, index);
  if (stuck !== undefined && !final)
    return { action: 'left-alone', why: `the built stage cannot move, so what it is made of stays: ${stuck}` };
  const wished = target.kind === 'bare' && !final ? builderTarget(target) : target;
  if (wished === null) return { action: 'stays', why: 'what it makes has to be static for scratch' };
  const direct = translateImage(base.reference, wished);
  if (direct.kind === 'refuse' && !final && runsOnNewer(base.classification, wished))
    return { action: 'stays', why: `its glibc is not newer than ${wished.words}'s: what it builds runs there` };
  const older = direct.kind === 'refuse' && !final ? olderBuilder(base.reference, wished) : undefined;
  const goal = older?.goal ?? wished;
  const image = older?.image ?? direct;
  if (base.classification.libc?.family === 'none' && image.kind !== 'move')
    return { action: 'stays', why: `${base.reference} holds static programs or none at all` };
  if (image.kind === 'already') return { action: 'already', why: `it is ${goal.words}` };
  if (image.kind === 'refuse') return refuse(image.why);
  const naming = namingOf(base.classification.family);
  const libc = base.classification.libc?.family;
  if (naming === null || (libc !== 'glibc' && libc !== 'musl'))
    return refuse(`nothing is known of moving from ${base.classification.family}`);
  const reference = writtenReference(moving, stage, image);
  const changed = fromEdit(moving.file, build, list, stage, {
    before: base.reference,
    after: reference,
    why: image.why,
    certainty: image.certainty,
  });
  if (!changed && !sharesArgument(build, stage)) return refuse('its FROM could not be changed');
  const scope: StageScope = {
    file: moving.file,
    list,
    target: goal,
    from: naming,
    fromLibc: libc,
    image: parseImageReference(base.reference)?.name ?? '',
    groups: new Map(),
    kept: new Set(),
    groupNames: new Map(),
    installed: new Set(),
    installedBefore: new Set(),
    wanted: new Map(),
    anchors: [],
  };
  if (goal.kind === 'bare') bareStage(scope, stage, base.reference);
  else editStage(scope, stage, undefined);
  moving.scopes.set(index, scope);
  return { action: 'moved', to: reference, why: choice.why };
}

/** A stage on top of another goes where that one goes. */
function followStage({ build, results, scopes }: Moving, stage: Stage, below: number): Outcome {
  const scope = scopes.get(below);
  if (scope !== undefined) {
    const own = inheritScope(scope);
    if (own.target.kind === 'bare') bareStage(own, stage, rootReference(stage));
    else editStage(own, stage, build.stages[below]?.config.user);
    scopes.set(stage.index, own);
  }
  return { action: results.get(below)?.action ?? 'stays', why: `it stands on stage ${build.stages[below]?.name ?? below}` };
}

/** A pin belongs to the old image: the new one's digest comes from a registry, or is asked for in a mark. */
function writtenReference({ list, known, images }: Moving, { from }: Stage, image: ImageTranslation & { readonly kind: 'move' }): string {
  const { reference, digest } = image;
  images.push({ reference, pinned: digest !== undefined });
  const answer = known.get(reference);
  if (answer !== undefined && 'why' in answer) list.mark(from, `${reference} was not found: ${answer.why}`);
  if (digest === undefined) return reference;
  if (answer !== undefined && 'digest' in answer) return `${reference}@${answer.digest}`;
  list.mark(from, `the pin @${digest.slice(0, 19)}… was the old image's: pin ${reference} anew`);
  return reference;
}

/** Why the built stage has to stay where it is: then its builders stay too, or two C libraries would meet. */
function finalObstacle({ target: built }: BuildGraph, target: Target): string | undefined {
  const root = built?.root;
  if (root?.kind === 'unresolved') return root.why;
  if (root?.kind !== 'image') return undefined;
  const image = translateImage(root.reference, target);
  return image.kind === 'refuse' && root.classification.libc?.family !== 'none' ? image.why : undefined;
}

/** The built stage stands on this one. */
function isFinal({ stages, target }: BuildGraph, index: number): boolean {
  let at = target;
  for (let step = 0; at !== undefined && step <= stages.length; step += 1) {
    if (at.index === index) return true;
    at = at.base.kind === 'stage' ? stages[at.base.index] : undefined;
  }
  return false;
}

/** Builders of a base without tools run on the full image of the same release; null for scratch, which names none. */
function builderTarget({ family, release }: Target): Target | null {
  if (family === 'scratch') return null;
  return parseTarget(family === 'rhel' ? `registry.access.redhat.com/ubi${release ?? '9'}/ubi` : `debian:${release ?? '13'}-slim`);
}

function rootReference({ root }: Stage): string {
  return root.kind === 'image' ? root.reference : 'scratch';
}

function fromText({ from }: Stage): string {
  return from.value.kind === 'words' ? (from.value.items[0]?.text ?? '') : '';
}

/** A second stage on the same argument: the ARG was changed for the first already. */
function sharesArgument({ stages }: BuildGraph, { index, from }: Stage): boolean {
  const written = from.value.kind === 'words' ? (from.value.items[0]?.text ?? '') : '';
  return written.includes('$') && stages.some((other) => other.index < index && fromText(other) === written);
}

/** What a stage below installed holds above it; what it was missing is asked for anew. */
function inheritScope(scope: StageScope): StageScope {
  return {
    ...scope,
    groups: new Map(scope.groups),
    kept: new Set(scope.kept),
    groupNames: new Map(scope.groupNames),
    installed: new Set(scope.installed),
    installedBefore: new Set(scope.installedBefore),
    wanted: new Map(),
    anchors: [],
  };
}
