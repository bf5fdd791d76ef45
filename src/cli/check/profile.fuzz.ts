import { makeProfile } from '../../bases/profiles/make-profile.ts';
import { openProfile } from '../../bases/profiles/open-profile.ts';
import { packProfile, unpackProfile } from '../../bases/profiles/pack-profile.ts';
import type { Profile } from '../../bases/profiles/profile.ts';
import { judgeCarried, judgeRebuilt } from '../../judge/judge-target.ts';
import { elfFile, glibcBase, glibcLoader, imageConfig, muslBase, program } from '../../judge/literal-bases.suite.ts';
import { understand } from '../../judge/understand.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import type { FuzzTarget } from '../../../tools/fuzz-target.ts';

/** The whole way of a profile that somebody else wrote: read, opened, and software judged on it. */
export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'profile',
    seeds: () => seedProfiles().flatMap((profile) => [Buffer.from(JSON.stringify(profile)), packProfile(profile, 1)]),
    run: (input) => judgeOnProfile(unpackProfile(input, 'fuzz')),
  },
];

export function judgeOnProfile(profile: Profile): void {
  const { rootfs, packages } = openProfile(profile);
  const target = {
    name: 'fuzz',
    rootfs,
    packages,
    config: null,
    base: profile.base,
    runtimes: [],
    entrypoint: null,
    partOf: () => 'base' as const,
  };
  judgeCarried(software, target);
  judgeRebuilt(software, target);
}

export function seedProfiles(): readonly Profile[] {
  const about = { platform: 'linux/amd64', source: 'a test', date: '2026-11-24' };
  const make = (name: string, rootfs: Rootfs): Profile => {
    const { base, packages } = understand(name, rootfs, null);
    if (base === null) throw new TypeError('a literal base is a base');
    return makeProfile({ rootfs, base, packages }, { name, ...about });
  };
  return [make('musl', muslBase()), make('glibc', glibcBase({ '/usr/bin/second': { hardLink: '/usr/bin/dash' } }))];
}

const software = understand(
  'subject',
  glibcBase({
    '/app': program(glibcLoader, { versionNeeds: [{ file: 'libc.so.6', name: 'GLIBC_2.34' }] }),
    '/srv/node_modules/a/build/Release/a.node': elfFile({ needed: ['libstdc++.so.6', 'libc.so.6'] }),
    '/srv/run': { content: '#!/usr/bin/env python3\n', mode: 0o755 },
  }),
  imageConfig(['/app']),
);
