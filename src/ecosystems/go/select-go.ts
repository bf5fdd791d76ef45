import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';
import { cgoModules } from './cgo-modules.ts';

/** Go builds every module from source and needs a C compiler only for those with `import "C"`: known ones are named, of the others go.mod and go.sum say nothing. */
export function selectGo(lock: Lockfile): readonly SelectedPackage[] {
  return lock.packages
    .filter(({ source }) => source !== 'project')
    .map(({ name, version }) => {
      const known = cgoModules.get(name.replace(/\/v\d+$/, ''));
      if (known === undefined) return { name, version, verdict: 'unknown', certainty: 'possible', why: { kind: 'no-sign' }, native: false };
      return {
        name,
        version,
        verdict: 'compiles',
        certainty: 'possible',
        why: { kind: 'native-source', needs: known.needs },
        native: true,
      };
    });
}
