import { openProfile } from '../bases/profiles/open-profile.ts';
import type { Profile } from '../bases/profiles/profile.ts';
import { findRuntimes } from '../ecosystems/runtimes/find-runtimes.ts';
import type { ProfileSummary } from '../report/report.ts';
import type { Software } from './software.ts';

/** A base that is known by its profile, as something to judge on. */
export function profileSoftware(name: string, profile: Profile, about: Pick<ProfileSummary, 'kind' | 'prove'>): Software {
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
    profile: { name: profile.name, date: profile.date, source: profile.source, ...about },
  };
}
