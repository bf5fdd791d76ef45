import type { Stage } from '../../dockerfile/stages/build-graph.ts';
import { lineEnd } from '../edit-list.ts';
import { managerTexts } from './manager-text.ts';
import type { StageScope } from './stage-scope.ts';

/** Installs the programs that the old base had and the stage uses: beside the first unconditional install before their use, else in a RUN of their own behind FROM. */
export function wantedEdits(scope: StageScope, stage: Stage, startsAsRoot: boolean): void {
  const { wanted, anchors, list, file, target } = scope;
  const alone: string[] = [];
  const programs: string[] = [];
  for (const [name, { program, offset, instruction }] of wanted) {
    if (scope.installed.has(name)) continue;
    const anchor = anchors.find((each) => each.offset < offset);
    scope.installed.add(name);
    // wget checks certificates, and a slim image has none.
    const names = [
      name,
      ...(name === 'wget' && target.manager === 'apt' && !scope.installed.has('ca-certificates') ? ['ca-certificates'] : []),
    ];
    for (const each of names) scope.installed.add(each);
    if (anchor !== undefined) {
      const reason = `the old base has ${program}, ${target.words} does not`;
      list.add({ start: anchor.offset, end: anchor.offset, after: ` ${names.join(' ')}`, reason, certainty: 'likely', rule: 'program' });
    } else if (startsAsRoot) {
      alone.push(...names);
      programs.push(program);
    } else list.mark(instruction, `${program} is not on ${target.words}: install ${names.join(' ')} as root before`);
  }
  if (alone.length === 0 || target.manager === null) return;
  const { install, refresh, cleanup } = managerTexts[target.manager];
  const command = [refresh, `${install} ${alone.join(' ')}`, cleanup].filter((part) => part !== null).join(' && ');
  const newline = lineEnd(file.text);
  const end = file.text.indexOf('\n', stage.from.range.end);
  const at = end === -1 ? file.text.length : end + 1;
  const reason = `the old base has ${programs.join(', ')}, ${target.words} does not`;
  list.add({
    start: at,
    end: at,
    after: `${end === -1 ? newline : ''}RUN ${command}${newline}`,
    reason,
    certainty: 'likely',
    rule: 'install',
  });
}
