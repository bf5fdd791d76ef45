import { applicationOf } from '../../judge/application.ts';
import type { FoundArtifact } from '../../judge/find-artifacts.ts';
import type { Software } from '../../judge/software.ts';
import type { Need } from '../../report/recommendation.ts';
import { environmentNeeds } from './environment-needs.ts';
import { libcNeeds, libraryNeeds } from './library-needs.ts';
import { runtimeNeeds } from './runtime-needs.ts';
import { shellNeeds } from './shell-needs.ts';

/** What an image shows that it needs of whatever it stands on. `platform` is `linux/amd64`, or null where nothing says it. */
export function imageNeeds(software: Software, platform: string | null): readonly Need[] {
  const used = usedArtifacts(software);
  return [
    ...libcNeeds(used),
    ...libraryNeeds(software, used),
    ...runtimeNeeds(software),
    ...packageNeeds(software),
    ...shellNeeds(software),
    ...userNeeds(software),
    ...environmentNeeds(software, used),
    ...(platform === null ? [] : [{ kind: 'architecture', what: platform, certainty: 'proven', evidence: ['the image'] } as const]),
  ];
}

/** What the application would open on its own base: the files that any base has to serve. */
export function usedArtifacts(software: Software): readonly FoundArtifact[] {
  const { artifacts, isSelected } = applicationOf(software);
  const started = new Set((software.entrypoint?.programs ?? []).map(({ path }) => path));
  return artifacts.filter((artifact) => started.has(artifact.path) || isSelected(artifact));
}

/** Packages that the distribution's package manager added on top of the base. */
function packageNeeds({ rootfs, packages, partOf }: Software): readonly Need[] {
  const names = new Set<string>();
  for (const entry of rootfs.tree.entries()) {
    if (entry.type === 'dir' || partOf(entry) !== 'packages') continue;
    const owner = packages.ownerOf(entry.path);
    if (owner !== null) names.add(owner.name);
  }
  return [...names].toSorted().map((what) => ({ kind: 'package', what, certainty: 'proven', evidence: ['the package database'] }));
}

function userNeeds({ base }: Software): readonly Need[] {
  if (base === null || base.user.spec === '') return [];
  const { spec, uid, name } = base.user;
  const what = name === null ? spec : `${name} (${uid ?? '?'})`;
  return [{ kind: 'user', what, certainty: 'proven', evidence: [`USER ${spec}`] }];
}
