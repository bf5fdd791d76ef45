import { existsSync } from 'node:fs';
import { BasewiseError } from '../../errors.ts';
import type { Profile } from '../../bases/profiles/profile.ts';
import { findShippedProfile, isMeasured, pullReference, readShippedProfile, shippedNames } from '../../bases/profiles/shipped-profiles.ts';
import type { ShippedProfile } from '../../bases/profiles/shipped-profiles.ts';
import type { ImageSource, Platform } from '../../image/source.ts';
import { profileSoftware } from '../../judge/profile-software.ts';
import type { Software } from '../../judge/software.ts';
import { understand } from '../../judge/understand.ts';
import { profileStore, readProfileFile, storedProfile } from '../bases/profile-store.ts';
import type { CommandIo } from '../io.ts';
import { namesSubject } from '../names-subject.ts';
import { openWithProgress, readOpenedWithProgress } from '../reading.ts';

/**
 * What `--on` names: a profile of the user's own, a base with a shipped profile, the file of a profile, or any subject as a real tree. A bare name that is none
 * of these is refused with the list, so that a typing mistake never becomes a pull from somewhere. `onImage` hears of an image before it is read.
 */
export async function resolveTarget(
  name: string,
  platform: Platform,
  io: CommandIo,
  onImage?: (source: ImageSource) => void,
): Promise<Software> {
  const words = `${platform.os}/${platform.architecture}`;
  const shipped = findShippedProfile(name, words);
  const own = ownProfile(name, platform, io);
  if (own !== null) return ownTarget(name, own);
  if (shipped !== null) return shippedTarget(shipped, name);
  if (!namesSubject(name)) {
    const known = shippedNames(words).join(' ');
    throw new BasewiseError('unknown-base', `no profile ships for ${name} on ${words}`, {
      hint: `${known === '' ? 'none ships for this platform' : `known: ${known}`}; or name a real tree: registry:REF, an archive, a layout, a root folder`,
    });
  }
  const opened = await openWithProgress(name, platform, io);
  if (opened.kind === 'image') onImage?.(opened.source);
  const read = await readOpenedWithProgress(opened, name, io, {});
  return understand(name, read.rootfs, read.config);
}

/** The profile of the user's own that a name means, in the store or as a file; null where it means something else. Throws BasewiseError `bad-profile`, `cannot-read`. */
export function ownProfile(name: string, platform: Platform, io: Pick<CommandIo, 'env'>): Profile | null {
  const words = `${platform.os}/${platform.architecture}`;
  const shipped = findShippedProfile(name, words);
  return storedProfile(shipped?.name ?? name, words, profileStore(io.env)) ?? profileFile(name);
}

/** A profile of the user's own as a target. */
export function ownTarget(name: string, profile: Profile): Software {
  return profileSoftware(name, profile, { kind: 'own' });
}

/** A shipped profile as a target; `name` as it was asked for. */
export function shippedTarget(shipped: ShippedProfile, name: string = shipped.name): Software {
  if (isMeasured(shipped)) return profileSoftware(name, readShippedProfile(shipped), { kind: 'measured' });
  const prove = `basewise bases profile registry:${pullReference(shipped)} --name ${shipped.name}`;
  return profileSoftware(name, readShippedProfile(shipped), { kind: 'derived', prove });
}

function profileFile(name: string): Profile | null {
  return /\.json(\.br)?$/.test(name) && existsSync(name) ? readProfileFile(name) : null;
}
