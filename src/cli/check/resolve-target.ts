import { existsSync } from 'node:fs';
import { BasewiseError } from '../../errors.ts';
import { openProfile } from '../../bases/profiles/open-profile.ts';
import { findShippedProfile, readShippedProfile, shippedNames } from '../../bases/profiles/shipped-profiles.ts';
import { findRuntimes } from '../../ecosystems/runtimes/find-runtimes.ts';
import type { Platform } from '../../image/source.ts';
import type { Software } from '../../judge/software.ts';
import { understand } from '../../judge/understand.ts';
import type { CommandIo } from '../io.ts';
import { readWithProgress } from '../reading.ts';

/**
 * What `--on` names: a base with a shipped profile, or any subject as a real tree. A bare name that is neither is refused with the list, so that a typing
 * mistake never becomes a pull from somewhere.
 */
export async function resolveTarget(name: string, platform: Platform, io: CommandIo): Promise<Software> {
  const words = `${platform.os}/${platform.architecture}`;
  const shipped = findShippedProfile(name, words);
  if (shipped !== null) return profileTarget(name, readShippedProfile(shipped));
  if (!namesSubject(name)) {
    throw new BasewiseError('unknown-base', `no profile ships for ${name} on ${words}`, {
      hint: `known: ${shippedNames().join(' ')}; or name a real tree: registry:REF, an archive, a layout, a root folder`,
    });
  }
  const read = await readWithProgress(name, platform, io);
  return understand(name, read.rootfs, read.config);
}

function namesSubject(name: string): boolean {
  return /^(registry|docker|podman|archive|oci|rootfs):|^-$/.test(name) || existsSync(name) || existsSync(name.replace(/:[^/:]*$/, ''));
}

function profileTarget(name: string, profile: ReturnType<typeof readShippedProfile>): Software {
  const { rootfs, packages } = openProfile(profile);
  return {
    name,
    rootfs,
    packages,
    config: null,
    base: profile.base,
    runtimes: findRuntimes(rootfs),
    entrypoint: null,
    partOf: () => 'base',
  };
}
