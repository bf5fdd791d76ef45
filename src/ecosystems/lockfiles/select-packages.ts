import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import { selectBeam } from '../beam/select-beam.ts';
import { selectDotnet } from '../dotnet/select-dotnet.ts';
import { selectGo } from '../go/select-go.ts';
import { selectJava } from '../java/select-java.ts';
import { selectNode } from '../node/select-node.ts';
import { selectPhp } from '../php/select-php.ts';
import { selectPython } from '../python/select-python.ts';
import { selectRuby } from '../ruby/select-ruby.ts';
import { selectRust } from '../rust/select-rust.ts';
import type { Fetched } from './fetched.ts';
import type { LockTarget } from './lock-target.ts';
import type { SelectedPackage } from './selected-package.ts';

export interface Selection {
  readonly packages: readonly SelectedPackage[];
  /** Node: names of the platform packages that the manager puts on the disk. */
  readonly installed?: readonly string[];
}

/** What the lock's package manager selects on the target, by its own rules. `fetched`: what registries said beyond it. */
export function selectPackages(lock: Lockfile, target: LockTarget, fetched?: Fetched): Selection {
  switch (lock.ecosystem) {
    case 'python':
      return { packages: selectPython(lock, target) };
    case 'node':
      return selectNode(lock, target, fetched?.tarballs);
    case 'go':
      return { packages: selectGo(lock) };
    case 'rust':
      return { packages: selectRust(lock, target, fetched?.crates) };
    case 'ruby':
      return { packages: selectRuby(lock, target) };
    case 'php':
      return { packages: selectPhp(lock) };
    case 'dotnet':
      return { packages: selectDotnet(lock, target) };
    case 'java':
      return { packages: selectJava(lock, target, fetched?.jars) };
    case 'beam':
      return { packages: selectBeam(lock) };
  }
}
