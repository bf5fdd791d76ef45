import semver from 'semver';
import { platformTokens } from '../../ecosystems/selection/platform-tokens.ts';
import { applicationOf } from '../../judge/application.ts';
import type { NpmIndex, Software } from '../../judge/software.ts';
import { npmReleases } from '../../net/packages/npm-releases.ts';
import type { NpmRelease } from '../../net/packages/npm-releases.ts';
import { inParallel } from '../check/online/in-parallel.ts';
import type { CommandIo } from '../io.ts';

/** For `--online`: asks the user's npm which releases of the packages that choose their build among packages there are. */
export async function withNpmIndex(software: Software, io: CommandIo): Promise<Software> {
  const choosing = applicationOf(software).installed.node.filter(
    ({ version, optionalDependencies }) => version !== null && optionalDependencies.some((name) => platformTokens(name).os === 'linux'),
  );
  if (choosing.length === 0) return software;
  const releases = new Map<string, readonly NpmRelease[]>();
  let done = 0;
  await inParallel(choosing, 4, async ({ name, version }) => {
    const found = await npmReleases(name, version ?? '', io.env);
    if (found !== null) releases.set(name, [...(releases.get(name) ?? []), ...found]);
    io.progress.update(`asking npm: ${++done} of ${choosing.length} packages`);
  });
  return { ...software, npm: npmIndex(releases) };
}

/** What releases, by name, say of other bases. */
export function npmIndex(releases: ReadonlyMap<string, readonly NpmRelease[]>): NpmIndex {
  return {
    newer({ name, version }, { family, arch }) {
      const later = (releases.get(name) ?? [])
        .filter((release) => semver.valid(release.version) !== null && semver.prerelease(release.version) === null)
        .filter((release) => semver.gt(release.version, version))
        .toSorted((a, b) => semver.compare(a.version, b.version));
      for (const release of later) {
        const build = release.optionalDependencies.find((each) => isFor(each, family, arch));
        if (build !== undefined) return { version: release.version, build };
      }
      return null;
    },
  };
}

/** A name that says its C library; one that says none is for glibc as a rule. */
function isFor(name: string, family: 'musl' | 'glibc', arch: string): boolean {
  const tokens = platformTokens(name);
  return tokens.os === 'linux' && tokens.arch === arch && (tokens.libc ?? 'glibc') === family;
}
