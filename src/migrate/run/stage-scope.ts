import type { Dockerfile, Instruction } from '../../formats/text/dockerfile/dockerfile.ts';
import type { EditList } from '../edit-list.ts';
import type { Naming } from '../packages/package-names.ts';
import type { Target } from '../target.ts';

/** What the edits of one moving stage share. */
export interface StageScope {
  readonly file: Dockerfile;
  readonly list: EditList;
  readonly target: Target;
  /** How the old base names packages. */
  readonly from: Naming;
  readonly fromLibc: 'glibc' | 'musl';
  /** Name of the image at the bottom: `php`, `alpine`. */
  readonly image: string;
  /** Virtual package → what its install became. */
  readonly groups: Map<string, readonly string[]>;
  /** Names on the target that no virtual package holds: removing one leaves them. */
  readonly kept: Set<string>;
  /** Names of groups by the number that the stage gave them. */
  readonly groupNames: Map<string, string>;
  /** Names on the target that the stage installs, virtual ones too. */
  readonly installed: Set<string>;
  /** Names on the old base that it installs. */
  readonly installedBefore: Set<string>;
  /** Names to add to an install: the program that needs each, and where it is first used. */
  readonly wanted: Map<string, Need>;
  /** Where a name can be added: behind the last package of an unconditional install. */
  readonly anchors: { readonly offset: number; readonly instruction: Instruction }[];
}

export interface Need {
  readonly program: string;
  readonly offset: number;
  readonly instruction: Instruction;
}
