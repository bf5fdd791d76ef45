import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readShippedProfile, shippedProfiles } from '../bases/profiles/shipped-profiles.ts';
import { openProfile } from '../bases/profiles/open-profile.ts';
import { judgeCarried } from './judge-target.ts';
import { elfFile, glibcBase, imageConfig } from './literal-bases.suite.ts';
import type { Software } from './software.ts';
import { understand } from './understand.ts';

const addon = '/app/node_modules/x/build/Release/x.node';

/** A measured and a derived base from 2.41 on, and one before: real runtimes do not ask for an executable stack, so neither does what stands for them. */
test('a plugin that wants an executable stack is refused since glibc 2.41, where no runtime is installed too', () => {
  const subject = understand(
    'subject',
    glibcBase({ [addon]: elfFile({ needed: ['libc.so.6'], stack: { flags: 7 } }) }),
    imageConfig(['node']),
  );
  const outcomes = ['debian:13-slim', 'ubuntu:25.10', 'ubuntu:24.04'].map((name) => {
    const [artifact] = judgeCarried(subject, shipped(name)).artifacts;
    return [name, artifact?.outcome, artifact?.messages];
  });
  const refused = [`${addon}: cannot enable executable stack as shared object requires: Invalid argument`];
  assert.deepEqual(outcomes, [
    ['debian:13-slim', 'bad-file', refused],
    ['ubuntu:25.10', 'bad-file', refused],
    ['ubuntu:24.04', 'runs', []],
  ]);
});

function shipped(name: string): Software {
  const found = shippedProfiles.find((each) => each.name === name && each.platform === 'linux/amd64');
  assert.ok(found !== undefined);
  const profile = readShippedProfile(found);
  return { ...understand(name, openProfile(profile).rootfs, null), base: profile.base };
}
