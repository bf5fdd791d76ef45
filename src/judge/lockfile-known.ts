import { nativePackage } from '../bases/native-packages.ts';
import type { NativePackage } from '../bases/native-packages.ts';
import type { LockTarget } from '../ecosystems/lockfiles/lock-target.ts';
import type { SelectedPackage } from '../ecosystems/lockfiles/selected-package.ts';
import type { Ecosystem } from '../formats/text/lockfiles/lockfile.ts';

/**
 * What the shipped table of packages says where lock and registry leave a package open: that it is known to compile, or on musl to fail; and where a package has no
 * native file and fetches one when it is first used (Electron). The table is about current releases, so no more than `possible`; that something works is never taken from it.
 */
export function withKnownFacts(each: SelectedPackage, ecosystem: Ecosystem, { libc }: LockTarget): SelectedPackage {
  if (!(each.verdict === 'unknown' || each.why.kind === 'pure')) return each;
  const manager = ecosystem === 'python' ? 'pip' : ecosystem === 'node' ? 'npm' : null;
  const known = manager === null ? undefined : nativePackage(manager, each.name);
  if (known?.through !== undefined) return each;
  if (libc.family === 'glibc') return known?.glibc === 'compiles' && each.verdict === 'unknown' ? compiles(each, elsewhere(known)) : each;
  if (known === undefined || known.musl === 'prebuilt' || (each.verdict !== 'unknown' && (ecosystem !== 'node' || known.musl !== 'fails')))
    return each;
  if (known.musl === 'fails') {
    const note = `known to fail on musl${known.note === undefined ? '' : ` (${known.note})`}`;
    return { ...each, verdict: 'fails', certainty: 'possible', why: { kind: 'known', note }, native: true };
  }
  return compiles(each, known);
}

function compiles(each: SelectedPackage, known: NativePackage): SelectedPackage {
  const needs = known.needs === undefined ? 'a compiler' : known.needs.join(', ');
  return { ...each, verdict: 'compiles', certainty: 'possible', why: { kind: 'native-source', needs }, native: true };
}

/** The table names Alpine's packages; of which distribution a glibc is, its target does not say. */
function elsewhere({ needs = [], ...known }: NativePackage): NativePackage {
  const tools = needs.filter((name) => !name.endsWith('-dev') && name !== 'bash').map((name) => (name === 'g++' ? 'a C++ compiler' : name));
  return { ...known, needs: needs.some((name) => name.endsWith('-dev')) ? [...tools, 'headers of libraries'] : tools };
}
