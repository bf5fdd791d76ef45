import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseToml } from '../parse-data.ts';
import { cratesIndexPath, cratesIoReplacement, readCratesIndex } from './crates-index.ts';
import { readMavenSettings } from './maven-settings.ts';

test('a crate in an index: links and build dependencies by version, renamed ones by their own name', () => {
  const line = {
    name: 'x-sys',
    vers: '1.0.0',
    cksum: 'ab',
    links: 'x',
    deps: [
      { name: 'cc', kind: 'build', optional: false, target: null },
      { name: 'finder', package: 'pkg-config', kind: 'build', optional: true, target: 'cfg(unix)' },
      { name: 'libc', kind: 'normal', optional: false },
    ],
  };
  assert.deepEqual(readCratesIndex(`${JSON.stringify(line)}\n{"name":"x-sys","vers":"1.1.0"}\n\n`), [
    {
      version: '1.0.0',
      checksum: 'ab',
      links: 'x',
      buildDependencies: [
        { name: 'cc', optional: false },
        { name: 'pkg-config', optional: true, target: 'cfg(unix)' },
      ],
    },
    { version: '1.1.0', checksum: null, buildDependencies: [] },
  ]);
  assert.deepEqual(['a', 'ab', 'abc', 'Serde'].map(cratesIndexPath), ['1/a', '2/ab', '3/a/abc', 'se/rd/serde']);
});

test('what replaces crates.io in a Cargo configuration', () => {
  const replacement = (text: string): string | null => cratesIoReplacement(parseToml(text));
  assert.equal(replacement(''), null);
  assert.equal(
    replacement(
      '[source.crates-io]\nreplace-with = "a"\n[source.a]\nreplace-with = "b"\n[source.b]\nregistry = "sparse+https://x.example/"',
    ),
    'sparse+https://x.example/',
  );
  assert.equal(
    replacement('[source.crates-io]\nreplace-with = "r"\n[registries.r]\nindex = "sparse+https://y.example/i/"'),
    'sparse+https://y.example/i/',
  );
  assert.equal(replacement('[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"'), '');
  assert.equal(replacement('[source.crates-io]\nreplace-with = "a"\n[source.a]\nreplace-with = "crates-io"'), '');
});

test('settings of Maven: the mirror that answers for central, the local repository', () => {
  const mirror = (mirrorOf: string): string =>
    `<settings xmlns="x"><localRepository>/srv/m2</localRepository><mirrors><mirror><id>o</id><mirrorOf>other</mirrorOf><url>https://o.example</url></mirror><mirror><mirrorOf>${mirrorOf}</mirrorOf><url>https://m.example/maven</url></mirror></mirrors></settings>`;
  for (const each of ['central', '*', 'external:*', 'a, central'])
    assert.deepEqual(readMavenSettings(mirror(each)), { localRepository: '/srv/m2', mirror: 'https://m.example/maven', offline: false });
  assert.deepEqual(readMavenSettings(mirror('*,!central')), { localRepository: '/srv/m2', offline: false });
  assert.deepEqual(readMavenSettings('<settings><offline>true</offline><localRepository>${user.home}/m</localRepository></settings>'), {
    offline: true,
  });
});
