import { isListed, shippedProfiles } from '../../bases/profiles/shipped-profiles.ts';
import type { Platform } from '../../image/source.ts';
import type { OverviewTarget } from '../../judge/overview.ts';
import { profileStore, storedProfile } from '../bases/profile-store.ts';
import type { CommandIo } from '../io.ts';
import { ownTarget, shippedTarget } from './resolve-target.ts';

/** Every shipped base of a platform, each opened when its turn comes; a profile of the user's own takes the place of the shipped one. */
export function overviewTargets({ os, architecture }: Platform, io: CommandIo): readonly OverviewTarget[] {
  const platform = `${os}/${architecture}`;
  const store = profileStore(io.env);
  return shippedProfiles
    .filter((shipped) => shipped.platform === platform && isListed(shipped))
    .map((shipped) => {
      const own = storedProfile(shipped.name, platform, store);
      if (own !== null) return { key: `own ${shipped.name}`, open: () => ownTarget(shipped.name, own) };
      return { key: keyOf(shipped), open: () => shippedTarget(shipped) };
    });
}

/** Derived bases with the same libraries in the same places answer every question alike, whatever their name. */
function keyOf(shipped: (typeof shippedProfiles)[number]): string {
  if (shipped.kind === 'measured') return shipped.file;
  if (shipped.kind === 'neighbour') return shipped.name;
  const { glibc, gcc, libraries, family } = shipped.derived;
  const { layout, banner, sh, programs } = family;
  return JSON.stringify([glibc, gcc, libraries, layout, banner, sh, programs]);
}
