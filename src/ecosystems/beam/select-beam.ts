import type { LockedPackage, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';

/** mix.lock names build tools and what each package asks for: `make` and elixir_make compile C, rustler_precompiled and cc_precompiler download a build where its checksum file has one. */
export function selectBeam(lock: Lockfile): readonly SelectedPackage[] {
  return lock.packages.map((entry) => ({ name: entry.name, version: entry.version, ...judge(entry) }));
}

function judge(entry: LockedPackage): Pick<SelectedPackage, 'verdict' | 'certainty' | 'why' | 'native'> {
  const asks = new Set(entry.edges.filter(({ optional }) => optional !== true).map(({ name }) => name));
  const mechanism = ['rustler_precompiled', 'cc_precompiler', 'elixir_make_precompiler'].find((name) => asks.has(name));
  if (mechanism !== undefined) return { verdict: 'unknown', certainty: 'possible', why: { kind: 'mechanism', mechanism }, native: true };
  if (asks.has('elixir_make') || isMadeByMake(entry)) {
    return { verdict: 'compiles', certainty: 'possible', why: { kind: 'native-source', needs: 'a C compiler and make' }, native: true };
  }
  if (asks.has('rustler'))
    return { verdict: 'compiles', certainty: 'possible', why: { kind: 'native-source', needs: 'the Rust toolchain' }, native: true };
  return { verdict: 'unknown', certainty: 'possible', why: { kind: 'no-sign' }, native: false };
}

/** Mix and rebar3 build a package that offers them without its Makefile, which then is its developers'; an Elixir package has one for its C code (ssl_verify_fun, exqlite). */
function isMadeByMake({ tools = [] }: LockedPackage): boolean {
  return tools.includes('make') && !tools.includes('rebar3');
}
