import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { LockTarget } from '../lockfiles/lock-target.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';
import { nativeNeeds } from './crate-facts.ts';
import type { CrateFacts } from './crate-facts.ts';
import { knownNativeCrates } from './native-crates.ts';

/**
 * Cargo builds every crate from source. Named are those that bring or link C (`-sys` by convention, and known ones); whether a feature or a target leaves them out is
 * not in Cargo.lock, so nothing of it is certain (native-dependencies.md 5). `crates`, by `name@version`: what the index says of their build scripts.
 */
export function selectRust(
  lock: Lockfile,
  target: LockTarget,
  crates: ReadonlyMap<string, CrateFacts> = new Map(),
): readonly SelectedPackage[] {
  return lock.packages
    .filter(({ source }) => source !== 'project')
    .map(({ name, version }) => {
      const known = knownNativeCrates.get(name);
      if (known?.glibcOnly === true && target.libc.family === 'musl') {
        return { name, version, verdict: 'unknown', certainty: 'possible', why: { kind: 'known', note: known.needs }, native: true };
      }
      const facts = crates.get(`${name}@${version ?? ''}`);
      const built = facts === undefined ? undefined : nativeNeeds(facts);
      if (built !== undefined && built !== null) {
        const certainty = built.sure ? 'likely' : 'possible';
        return {
          name,
          version,
          verdict: 'compiles',
          certainty,
          why: { kind: 'native-source', needs: known?.needs ?? built.needs },
          native: true,
        };
      }
      // No build script that compiles, links or looks for anything: Rust alone, wherever it is built.
      if (built === null && known === undefined && facts?.links === undefined)
        return { name, version, verdict: 'prebuilt', certainty: 'likely', why: { kind: 'pure' }, native: false };
      if (known === undefined && (!name.endsWith('-sys') || notLinked.test(name))) {
        return { name, version, verdict: 'unknown', certainty: 'possible', why: { kind: 'no-sign' }, native: false };
      }
      const needs = known?.needs ?? `the native library behind ${name}, or a C compiler where it brings the source`;
      return { name, version, verdict: 'compiles', certainty: 'possible', why: { kind: 'native-source', needs }, native: true };
    });
}

/** Bindings of other systems, and of what no linker is needed for. */
const notLinked =
  /^(?:windows|winapi|web|js|core-foundation|security-framework|mach|io-kit|fsevent|kqueue|linux-raw|wasm-bindgen|jni|ndk|objc|system-configuration|servicemanagement|coreaudio|schannel|hermit|wasi|redox|inotify|errno-dragonfly|cuda|metal)[\w-]*-sys$/;
