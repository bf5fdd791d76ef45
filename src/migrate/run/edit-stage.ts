import { runScript } from '../../dockerfile/stages/run-script.ts';
import type { Stage } from '../../dockerfile/stages/build-graph.ts';
import type { RunStep, Step } from '../../dockerfile/stages/step.ts';
import { instructionEdits } from './instruction-edits.ts';
import { ownerEdits } from './owners.ts';
import { runEdits } from './run-edits.ts';
import type { StageScope } from './stage-scope.ts';
import { wantedEdits } from './wanted.ts';

/** Every edit inside a stage that moves. `user`: who the stage below leaves it to. */
export function editStage(scope: StageScope, stage: Stage, user: string | undefined): void {
  const { file, list, target } = scope;
  for (const step of stage.steps) {
    if (step.inherited) continue;
    const onbuild = onbuildStep(scope, stage, step);
    if (step.kind === 'run') runEdits(scope, step);
    else if (onbuild !== undefined) runEdits(scope, onbuild);
    instructionEdits(scope, step);
    ownerEdits(scope, step.instruction);
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
function onbuildStep({ file }: StageScope, stage: Stage, step: Step): RunStep | undefined {
  const { value } = step.instruction;
  if (value.kind !== 'onbuild' || value.instruction.keyword !== 'RUN') return undefined;
  const script = runScript(file, value.instruction, stage.config.shell ?? ['/bin/sh', '-c']);
  const argv = value.instruction.value.kind === 'exec' ? { argv: value.instruction.value.items.map(({ text }) => text) } : {};
  return { ...step, kind: 'run', script, mounts: [], instruction: { ...value.instruction, range: step.instruction.range }, ...argv };
}
