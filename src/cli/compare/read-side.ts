import type { ComparedBase } from '../../bases/compare/compared-base.ts';
import { fromCatalogue } from '../../bases/compare/from-catalogue.ts';
import { fromRoot } from '../../bases/compare/from-root.ts';
import { describeBase } from '../../bases/describe-base.ts';
import type { BaseFacts } from '../../bases/describe-base.ts';
import { pulledFromCatalogue, pulledFromSource } from '../../bases/paid-size/pulled-image.ts';
import { BasewiseError } from '../../errors.ts';
import { findShippedProfile } from '../../bases/profiles/shipped-profiles.ts';
import type { Platform } from '../../image/source.ts';
import { understand } from '../../judge/understand.ts';
import { machinePlatform } from '../../subjects/manifests/platform.ts';
import { profileStore, storedProfile } from '../bases/profile-store.ts';
import { resolveTarget } from '../check/resolve-target.ts';
import type { CommandIo } from '../io.ts';
import { namesSubject } from '../names-subject.ts';
import { unlayered } from '../paid-size/read-pulled.ts';
import { readWithProgress } from '../reading.ts';

/** One side: a real tree where the name is one, else a profile, else what the catalogue knows. */
export async function readSide(name: string, platform: Platform | undefined, io: CommandIo): Promise<ComparedBase> {
  const wanted = platform ?? machinePlatform();
  const today = new Date().toISOString().slice(0, 10);
  if (namesSubject(name)) {
    const read = await readWithProgress(name, platform, io, { digests: true });
    const software = understand(read.name, read.rootfs, read.config);
    const architecture = read.platform === undefined ? null : `${read.platform.os}/${read.platform.architecture}`;
    const catalogue = facts(software.base === null ? name : `${software.base.distribution ?? ''}:${software.base.release ?? ''}`, today);
    // Sizes of the catalogue are those of its own image, not of this one.
    return fromRoot({
      ...software,
      name,
      architecture,
      pulled: read.kind === 'image' ? pulledFromSource({ name, layers: read.layers }) : unlayered(name),
      profile: null,
      catalogue: catalogue === undefined ? undefined : { ...catalogue, sizes: [] },
    });
  }
  const words = `${wanted.os}/${wanted.architecture}`;
  const hasProfile = findShippedProfile(name, words) !== null || storedProfile(name, words, profileStore(io.env)) !== null;
  if (!hasProfile) return fromCatalogue(describeBase(name, today));
  const software = await resolveTarget(name, wanted, io);
  const { profile } = software;
  const catalogue = facts(name, today);
  return fromRoot({
    ...software,
    name,
    architecture: words,
    pulled: catalogue === undefined ? unlayered(name) : pulledFromCatalogue(catalogue),
    profile: { source: profile === undefined ? 'profile' : `${profile.kind} profile of ${profile.source}`, date: profile?.date ?? '' },
    catalogue,
  });
}

/** What the catalogue knows, if anything: Alpine's release has a third number that its names do not. */
function facts(name: string, today: string): BaseFacts | undefined {
  try {
    return describeBase(
      name
        .replace(/^(alpine:\d+\.\d+)\..*$/, '$1')
        .replace(/^(rhel|rocky|almalinux|centos):(\d+)(?:\..*)?$/, (_all, family: string, major: string) =>
          family === 'rhel' ? `ubi${major}` : `${family}:${major}`,
        ),
      today,
    );
  } catch (error) {
    if (error instanceof BasewiseError) return undefined;
    throw error;
  }
}
