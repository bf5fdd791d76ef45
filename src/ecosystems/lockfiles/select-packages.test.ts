// What the managers of the other languages select: Go, Rust, Ruby, PHP, .NET, Java, BEAM. By their rules' text and files of the corpus, not by running them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLockfile } from '../../formats/text/lockfiles/read-lockfile.ts';
import { parseLockTarget } from './lock-target.ts';
import { selectPackages } from './select-packages.ts';

const musl = 'musl@1.2/x86_64+any@1';
const glibc = 'glibc@2.36/x86_64+any@1';

test('Gemfile.lock: a libc word first, a bare Linux gem is glibc inside, then the source', () => {
  const lock = (...entries: readonly string[]): string =>
    `GEM\n  remote: https://gems.example/\n  specs:\n${entries.map((entry) => `    ${entry}\n`).join('')}\nPLATFORMS\n  ruby\n`;
  const all = lock('n (1.0)', 'n (1.0-x86_64-linux-gnu)', 'n (1.0-x86_64-linux-musl)');
  assert.deepEqual(verdicts('Gemfile.lock', all, musl), [['n', 'prebuilt', 'n-1.0-x86_64-linux-musl.gem']]);
  assert.deepEqual(verdicts('Gemfile.lock', all, glibc), [['n', 'prebuilt', 'n-1.0-x86_64-linux-gnu.gem']]);
  assert.deepEqual(verdicts('Gemfile.lock', all, 'musl@1.2/aarch64+ruby@3.4'), [['n', 'compiles', undefined]]);
  assert.deepEqual(verdicts('Gemfile.lock', lock('g (1.0)', 'g (1.0-x86_64-linux)'), musl), [['g', 'foreign', 'g-1.0-x86_64-linux.gem']]);
  assert.deepEqual(verdicts('Gemfile.lock', lock('g (1.0)', 'g (1.0-x86_64-linux)'), glibc), [['g', 'prebuilt', 'g-1.0-x86_64-linux.gem']]);
  assert.deepEqual(verdicts('Gemfile.lock', lock('n (1.0-x86_64-linux-gnu)'), musl), [['n', 'fails', undefined]]);
  assert.deepEqual(verdicts('Gemfile.lock', lock('pg (1.5)', 'rack (3.0)'), musl), [
    ['pg', 'compiles', undefined],
    ['rack', 'unknown', undefined],
  ]);
});

test('deps.json: the nearest runtime identifier; glibc’s is deployed on musl where there is no other', () => {
  const lock = (...rids: readonly string[]): string =>
    JSON.stringify({
      targets: {
        net8: {
          'N/1': { runtimeTargets: Object.fromEntries(rids.map((rid) => [`runtimes/${rid}/native/n.so`, { rid, assetType: 'native' }])) },
          'M/1': { runtime: {} },
        },
      },
    });
  assert.deepEqual(verdicts('a.deps.json', lock('linux-x64', 'linux-musl-x64'), musl)[0], [
    'N',
    'prebuilt',
    'runtimes/linux-musl-x64/native/n.so',
  ]);
  assert.deepEqual(verdicts('a.deps.json', lock('linux-x64', 'win-x64'), musl), [
    ['N', 'foreign', 'runtimes/linux-x64/native/n.so'],
    ['M', 'prebuilt', undefined],
  ]);
  assert.deepEqual(verdicts('a.deps.json', lock('linux-x64'), glibc)[0], ['N', 'prebuilt', 'runtimes/linux-x64/native/n.so']);
  assert.deepEqual(verdicts('a.deps.json', lock('win-x64'), musl)[0], ['N', 'fails', undefined]);
});

test('deps.json of a self-contained application runs where it was published for', () => {
  const lock = (rid: string): string =>
    JSON.stringify({
      runtimeTarget: { name: `net8/${rid}` },
      targets: { [`net8/${rid}`]: { [`runtimepack.Microsoft.NETCore.App.Runtime.${rid}/8.0`]: { runtime: {} } } },
    });
  assert.equal(verdicts('a.deps.json', lock('linux-x64'), glibc)[0]?.[1], 'prebuilt');
  assert.equal(verdicts('a.deps.json', lock('linux-x64'), musl)[0]?.[1], 'foreign');
  assert.equal(verdicts('a.deps.json', lock('linux-musl-x64'), glibc)[0]?.[1], 'fails');
});

test('Go, Rust, PHP, BEAM and Java: what is known is named, the rest is open', () => {
  assert.deepEqual(
    verdicts('go.mod', 'module x\nrequire github.com/mattn/go-sqlite3 v1.14.0\nrequire golang.org/x/net v0.1.0\n', musl).map(
      ([name, verdict]) => [name, verdict],
    ),
    [
      ['github.com/mattn/go-sqlite3', 'compiles'],
      ['golang.org/x/net', 'unknown'],
    ],
  );
  const crate = (name: string): string => `[[package]]\nname = "${name}"\nversion = "1"\nsource = "registry+https://x.example"\n`;
  assert.deepEqual(
    verdicts('Cargo.lock', ['openssl-sys', 'log', 'windows-sys', 'ort-sys'].map(crate).join('\n'), musl).map(([name, verdict]) => [
      name,
      verdict,
    ]),
    [
      ['openssl-sys', 'compiles'],
      ['log', 'unknown'],
      ['windows-sys', 'unknown'],
      ['ort-sys', 'unknown'],
    ],
  );
  assert.deepEqual(
    verdicts('composer.lock', '{"packages":[{"name":"a/b","version":"1","require":{"ext-gd":"*","ext-json":"*"}}]}', musl).map(
      ([name, verdict]) => [name, verdict],
    ),
    [
      ['a/b', 'prebuilt'],
      ['ext-gd', 'compiles'],
    ],
  );
  assert.deepEqual(
    verdicts(
      'mix.lock',
      '%{\n  "b": {:hex, :b, "1.0", "0", [:make, :mix], [], "hexpm", "0"},\n  "p": {:hex, :p, "1.0", "0", [:mix], [{:rustler_precompiled, "~> 0.8", [hex: :rustler_precompiled, repo: "hexpm", optional: false]}], "hexpm", "0"},\n}\n',
      musl,
    ).map(([name, verdict]) => [name, verdict]),
    [
      ['b', 'compiles'],
      ['p', 'unknown'],
    ],
  );
  const pom = (classifier: string): string =>
    `<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>1</version><classifier>${classifier}</classifier></dependency></dependencies></project>`;
  assert.equal(verdicts('pom.xml', pom('linux-x86_64'), musl)[0]?.[1], 'unknown');
  assert.equal(verdicts('pom.xml', pom('linux-x86_64-musl'), musl)[0]?.[1], 'prebuilt');
  assert.equal(verdicts('pom.xml', pom('linux-x86_64-musl'), glibc)[0]?.[1], 'foreign');
});

function verdicts(path: string, text: string, target: string): readonly (readonly [string, string, string | undefined])[] {
  return selectPackages(readLockfile(path, text), parseLockTarget(target)).packages.map(({ name, verdict, file }) => [name, verdict, file]);
}
