import type { Base } from '../../distro/base.ts';
import type { Software } from '../../judge/software.ts';
import type { Change } from '../../report/recommendation.ts';
import { addUserCommand } from './add-user.ts';

/** A user that the image names and no passwd of the target has: the container would not start. A number needs no entry. */
export function userChange({ base: own }: Software, base: Base | null): readonly Change[] {
  const name = own?.user.spec.split(':')[0] ?? '';
  if (own === null || name === '' || /^\d+$/.test(name) || (base?.users ?? []).some((user) => user.name === name)) return [];
  return [{ kind: 'add-user', what: name, how: addUserCommand(base, own.user), certainty: 'likely', source: `USER ${own.user.spec}` }];
}
