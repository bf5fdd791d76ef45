import { parseImageReference } from '../bases/image-reference.ts';
import type { BuildGraph, BuildOptions, Stage } from '../dockerfile/stages/build-graph.ts';
import type { RunStep, Step } from '../dockerfile/stages/step.ts';
import { runScript } from '../dockerfile/stages/run-script.ts';
import { readDockerfile } from '../dockerfile/read-dockerfile.ts';
import type { DockerfileReading } from '../dockerfile/read-dockerfile.ts';
import type { Dockerfile } from '../formats/text/dockerfile/dockerfile.ts';
import { positions } from '../formats/text/dockerfile/position.ts';
import { applyEdits, editList } from './edit-list.ts';
import type { EditList } from './edit-list.ts';
import { translateImage } from './images/translate-image.ts';
import type { Migration, StageResult } from './migration.ts';
import { namingOf } from './packages/package-names.ts';
import { instructionEdits } from './run/instruction-edits.ts';
import { runEdits } from './run/run-edits.ts';
import type { StageScope } from './run/stage-scope.ts';
import { wantedEdits } from './run/wanted.ts';
import { chooseStages } from './stages/choose-stages.ts';
import { flagValueRange, fromEdit } from './stages/from-edits.ts';
import { parseTarget } from './target.ts';
import type { Target } from './target.ts';
import { bareStage } from './bare/bare-stage.ts';

export type MigrationResult =
  | { readonly kind: 'migration'; readonly migration: Migration }
  | { readonly kind: 'passed-over'; readonly why: string };

/**
 * Moves a Dockerfile to another base by edits; every byte that no edit names stays. Pure.
 *
 * @throws FormatError `dockerfile-too-large`
 */
export function migrateDockerfile(bytes: Uint8Array, name: string, target: Target, options: BuildOptions = {}): MigrationResult {
  const reading: DockerfileReading = readDockerfile(bytes, name, options);
  if (reading.kind === 'passed-over') return { kind: 'passed-over', why: reading.why };
  const { file, build } = reading;
  const list = editList(file);
  const stages = moveStages(file, build, list, target);
  const edits = list.edits();
  const marks = list.marks();
  const open = list.open();
  const leftAlone = stages.some(({ action }) => action === 'left-alone');
  const complete = marks.length === 0 && open.length === 0 && !leftAlone;
  return {
    kind: 'migration',
    migration: { target, before: file.text, after: applyEdits(file.text, edits), edits, marks, open, stages, complete },
  };
}

function moveStages(file: Dockerfile, build: BuildGraph, list: EditList, target: Target): readonly StageResult[] {
  const choices = chooseStages(build);
  const at = positions(file.text);
  const results = new Map<number, StageResult>();
  const scopes = new Map<number, StageScope>();
  const stuck = finalObstacle(build, target);
  for (const stage of build.stages) {
    const { index, name, from, base } = stage;
    const place = { index, line: at(from.range.start).line, from: fromText(stage), ...(name === undefined ? {} : { name }) };
    const give = (rest: Pick<StageResult, 'action' | 'why'> & { readonly to?: string }): void =>
      void results.set(index, { ...place, ...rest });
    if (base.kind === 'stage') {
      const below = results.get(base.index);
      const scope = scopes.get(base.index);
      give({ action: below?.action ?? 'stays', why: `it stands on stage ${build.stages[base.index]?.name ?? base.index}` });
      if (scope === undefined) continue;
      const own = inheritScope(scope);
      if (own.target.kind === 'bare') bareStage(own, stage, rootReference(stage));
      else editStage(file, list, own.target, stage, own, stageUser(build, base.index));
      scopes.set(index, own);
      continue;
    }
    const choice = choices.get(index);
    if (choice?.moves !== true) {
      give({ action: 'stays', why: choice?.why ?? 'nothing needs it' });
      continue;
    }
    if (base.kind === 'scratch') {
      give({
        action: target.family === 'scratch' ? 'already' : 'stays',
        why: 'scratch has nothing to move: only static programs run on it',
      });
      continue;
    }
    const refuse = (why: string): void => {
      list.mark(from, `${fromText(stage)} is left alone: ${why}`);
      give({ action: 'left-alone', why });
    };
    if (base.kind === 'unresolved') {
      refuse(base.why);
      continue;
    }
    const final = isFinal(build, index);
    if (stuck !== undefined && !final) {
      give({ action: 'left-alone', why: `the built stage cannot move, so what it is made of stays: ${stuck}` });
      continue;
    }
    const goal = target.kind === 'bare' && !final ? builderTarget(target) : target;
    if (goal === null) {
      give({ action: 'stays', why: 'what it makes has to be static for scratch' });
      continue;
    }
    const image = translateImage(base.reference, goal);
    if (base.classification.libc?.family === 'none' && image.kind !== 'move') {
      give({ action: 'stays', why: `${base.reference} holds static programs or none at all` });
      continue;
    }
    if (image.kind === 'already') {
      give({ action: 'already', why: `it is ${goal.words}` });
      continue;
    }
    if (image.kind === 'refuse') {
      refuse(image.why);
      continue;
    }
    const naming = namingOf(base.classification.family);
    const libc = base.classification.libc?.family;
    if (naming === null || (libc !== 'glibc' && libc !== 'musl')) {
      refuse(`nothing is known of moving from ${base.classification.family}`);
      continue;
    }
    if (
      !fromEdit(file, build, list, stage, { before: base.reference, after: image.reference, why: image.why, certainty: image.certainty }) &&
      !sharesArgument(build, stage)
    ) {
      refuse('its FROM could not be changed');
      continue;
    }
    if (image.digest !== undefined)
      list.mark(from, `the pin @${image.digest.slice(0, 19)}… was the old image's: pin ${image.reference} anew`);
    give({ action: 'moved', to: image.reference, why: choice.why });
    const scope: StageScope = {
      file,
      list,
      target: goal,
      from: naming,
      fromLibc: libc,
      image: parseImageReference(base.reference)?.name ?? '',
      groups: new Map(),
      installed: new Set(),
      installedBefore: new Set(),
      wanted: new Map(),
      anchors: [],
    };
    if (goal.kind === 'bare') bareStage(scope, stage, base.reference);
    else editStage(file, list, goal, stage, scope, undefined);
    scopes.set(index, scope);
  }
  for (const stage of build.stages) if (scopes.has(stage.index)) copiedImages(file, build, list, target, stage, results);
  return [...results.values()];
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
    installed: new Set(scope.installed),
    installedBefore: new Set(scope.installedBefore),
    wanted: new Map(),
    anchors: [],
  };
}

function stageUser({ stages }: BuildGraph, index: number): string | undefined {
  return stages[index]?.config.user;
}

function editStage(file: Dockerfile, list: EditList, target: Target, stage: Stage, scope: StageScope, user: string | undefined): void {
  for (const step of stage.steps) {
    if (step.inherited) continue;
    const onbuild = onbuildStep(file, stage, step);
    if (step.kind === 'run') runEdits(scope, step);
    else if (onbuild !== undefined) runEdits(scope, onbuild);
    instructionEdits(scope, step);
  }
  // A name that was not used in the file is called from somewhere that cannot be seen.
  if (scope.installedBefore.has('su-exec') && scope.fromLibc === 'musl' && target.manager === 'apt' && !scope.groups.has('#su-exec')) {
    scope.groups.set('#su-exec', []);
    const body = file.text;
    if (!/\bsu-exec\b[^\n]*\S/.test(body.replaceAll(/apk[^\n]*su-exec|^\s*su-exec\s*\\?$/gm, ''))) {
      list.mark(stage.from, 'scripts that are copied in may call su-exec: on this base it is gosu');
    }
  }
  wantedEdits(scope, stage, user === undefined || user === 'root' || user.startsWith('0'));
}

/** `ONBUILD RUN …` read like a RUN. */
function onbuildStep(file: Dockerfile, stage: Stage, step: Step): RunStep | undefined {
  const { value } = step.instruction;
  if (value.kind !== 'onbuild' || value.instruction.keyword !== 'RUN') return undefined;
  const script = runScript(file, value.instruction, stage.config.shell ?? ['/bin/sh', '-c']);
  const argv = value.instruction.value.kind === 'exec' ? { argv: value.instruction.value.items.map(({ text }) => text) } : {};
  return { ...step, kind: 'run', script, mounts: [], instruction: { ...value.instruction, range: step.instruction.range }, ...argv };
}

/** `COPY --from=node:20-alpine` into a stage that moved: the same image's variant; and files from a stage that stayed on the other C library. */
function copiedImages(
  file: Dockerfile,
  build: BuildGraph,
  list: EditList,
  target: Target,
  stage: Stage,
  results: ReadonlyMap<number, StageResult>,
): void {
  for (const step of stage.steps) {
    if (step.inherited || (step.kind !== 'copy' && step.kind !== 'add')) continue;
    const { from, instruction } = step;
    if (from.kind === 'stage') {
      const source = results.get(from.index);
      const root = build.stages[from.index]?.root;
      const libc = root?.kind === 'image' ? root.classification.libc?.family : undefined;
      if (source?.action !== 'left-alone' || libc === undefined || libc === target.libc) continue;
      list.mark(instruction, `it comes from a stage that stays on ${libc}: its programs may not start on ${target.words}`);
    }
    if (from.kind !== 'image') continue;
    const libc = from.classification.libc?.family;
    if (libc === undefined || libc === 'none' || libc === target.libc) continue;
    const image = translateImage(from.reference, target);
    const range = flagValueRange(file, instruction, 'from');
    if (image.kind === 'move' && range !== undefined) {
      list.add({
        ...range,
        after: image.reference,
        reason: `its programs need ${libc}, which ${target.words} has not`,
        certainty: 'likely',
        rule: 'from',
      });
    } else if (image.kind === 'refuse')
      list.mark(instruction, `${from.reference} is a ${libc} image: its programs start on ${target.words} only if they are static`);
  }
}
