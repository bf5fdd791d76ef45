import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elfFile } from '../../distro/libc/literal-libc.suite.ts';
import { readPackages } from '../../distro/packages/read-packages.ts';
import { literalRootfs } from '../../tree/literal.ts';
import type { LiteralFiles } from '../../tree/literal.ts';
import { installedSoftware } from './find-installed.ts';
import type { InstalledSoftware } from './installed-software.ts';

function find(files: LiteralFiles): InstalledSoftware {
  const rootfs = literalRootfs(files);
  return installedSoftware(rootfs, readPackages(rootfs));
}

const SITE = '/usr/lib/python3.11/site-packages';

test('a wheel with its tags, installer, native files and owner', () => {
  const found = find({
    '/lib/apk/db/installed':
      'P:py3-numpy\nV:1.26.4-r0\nF:usr/lib/python3.11/site-packages/numpy-1.26.4.dist-info\nR:WHEEL\nF:usr/lib/python3.11/site-packages/numpy\nR:core.so\n\n',
    [`${SITE}/numpy-1.26.4.dist-info/WHEEL`]:
      'Wheel-Version: 1.0\nGenerator: maturin (1.7)\nRoot-Is-Purelib: false\nTag: cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64\n',
    [`${SITE}/numpy-1.26.4.dist-info/INSTALLER`]: 'pip\n',
    [`${SITE}/numpy-1.26.4.dist-info/RECORD`]:
      'numpy/core.so,sha256=x,1\nnumpy.libs/libopenblas-1234abcd.so.0,,\n../../../bin/f2py,,\nnumpy/gone.so,,\n',
    [`${SITE}/numpy/core.so`]: 'x',
    [`${SITE}/numpy.libs/libopenblas-1234abcd.so.0`]: 'x',
  });
  assert.deepEqual(found.python, [
    {
      path: `${SITE}/numpy-1.26.4.dist-info`,
      owner: 'py3-numpy',
      name: 'numpy',
      version: '1.26.4',
      folder: SITE,
      kind: 'wheel',
      tags: ['cp311-cp311-manylinux_2_17_x86_64', 'cp311-cp311-manylinux2014_x86_64'],
      pure: false,
      generator: 'maturin (1.7)',
      installer: 'pip',
      natives: [`${SITE}/numpy/core.so`, `${SITE}/numpy.libs/libopenblas-1234abcd.so.0`],
    },
  ]);
});

test('eggs as a folder and as a file, a wheel without RECORD, one that was not kept', () => {
  const found = find({
    [`${SITE}/PyYAML-6.0.egg-info/PKG-INFO`]: 'Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\n',
    [`${SITE}/old-1.0-py3.11.egg-info`]: 'Name: old\nVersion: 1.0\n',
    [`${SITE}/bare-2.0.dist-info/METADATA`]: 'Name: bare\n',
    [`${SITE}/big-3.0.dist-info/RECORD`]: { content: 'x', unread: 'over its budget' },
  });
  const summary = found.python.map(({ name, version, kind, natives }) => [name, version, kind, natives]);
  assert.deepEqual(summary, [
    ['bare', '2.0', 'wheel', null],
    ['big', '3.0', 'wheel', null],
    ['PyYAML', '6.0', 'egg', null],
    ['old', '1.0', 'egg', null],
  ]);
  assert.deepEqual(found.unknown, [{ what: `${SITE}/big-3.0.dist-info/RECORD`, why: 'over its budget' }]);
});

test('npm packages that have to do with native code', () => {
  const manifest = (value: object): string => JSON.stringify(value);
  const found = find({
    '/app/node_modules/plain/package.json': manifest({ name: 'plain', version: '1.0.0', scripts: { postinstall: 'echo thanks' } }),
    '/app/node_modules/bcrypt/package.json': manifest({
      name: 'bcrypt',
      version: '6.0.0',
      scripts: { install: 'node-gyp-build' },
      dependencies: { 'node-gyp-build': '^4' },
    }),
    '/app/node_modules/bcrypt/prebuilds/linux-x64/bcrypt.glibc.node': 'x',
    '/app/node_modules/bcrypt/prebuilds/linux-x64/bcrypt.musl.node': 'x',
    '/app/node_modules/bcrypt/node_modules/inner/package.json': manifest({ name: 'inner' }),
    '/app/node_modules/bcrypt/node_modules/inner/build/Release/inner.node': 'x',
    '/app/node_modules/@img/sharp-linux-x64/package.json': manifest({
      name: '@img/sharp-linux-x64',
      version: '0.33.5',
      os: ['linux'],
      cpu: ['x64'],
      libc: ['glibc'],
    }),
    '/app/node_modules/sharp/package.json': manifest({
      name: 'sharp',
      version: '0.33.5',
      optionalDependencies: { '@img/sharp-linux-x64': '0.33.5' },
    }),
    '/app/node_modules/broken/package.json': '{',
    '/app/node_modules/bcrypt/test/fixture/package.json': manifest({ name: 'fixture', os: ['linux'] }),
  });
  assert.deepEqual(
    found.node.map(({ path, addons }) => [path.slice('/app/node_modules/'.length), addons.length]),
    [
      ['@img/sharp-linux-x64', 0],
      ['bcrypt/node_modules/inner', 1],
      ['bcrypt', 2],
      ['sharp', 0],
    ],
  );
  assert.equal(found.nodePackages, 6);
  assert.deepEqual(found.unknown, [{ what: '/app/node_modules/broken/package.json', why: 'no JSON object' }]);
  const bcrypt = found.node.find((each) => each.name === 'bcrypt');
  assert.deepEqual([bcrypt?.helpers, bcrypt?.buildable], [['node-gyp-build'], true]);
});

test('jars with native members, nested ones, and one that could not be looked into', () => {
  const facts = { unknown: 'over its budget' };
  const texts = [
    {
      member: 'META-INF/maven/org.xerial/sqlite-jdbc/pom.properties',
      text: '#x\nversion=3.45.1.0\ngroupId=org.xerial\nartifactId=sqlite-jdbc\n',
    },
  ];
  const found = find({
    '/app/sqlite.jar': {
      content: 'x',
      archive: { members: [], elf: [{ member: 'org/sqlite/native/Linux/x86_64/libsqlitejdbc.so', facts }], texts },
    },
    '/app/pure.jar': { content: 'x', archive: { members: [], elf: [], texts: [] } },
    '/app/odd.war': { content: 'x', archive: { unknown: 'zip-truncated' } },
  });
  assert.deepEqual(found.java, [
    { path: '/app/odd.war', natives: [], unknown: 'zip-truncated' },
    {
      path: '/app/sqlite.jar',
      coordinates: { name: 'org.xerial:sqlite-jdbc', version: '3.45.1.0' },
      natives: [{ member: 'org/sqlite/native/Linux/x86_64/libsqlitejdbc.so', unknown: 'over its budget' }],
    },
  ]);
  assert.equal(found.javaArchives, 3);
});

test('.NET: natives by identifier, published flat or as named', () => {
  const target = '.NETCoreApp,Version=v8.0/linux-musl-x64';
  const deps = {
    runtimeTarget: { name: target },
    targets: {
      [target]: {
        'SQLitePCLRaw.lib.e_sqlite3/2.1.6': { native: { 'runtimes/linux-musl-x64/native/libe_sqlite3.so': { fileVersion: '0' } } },
        'Portable/1.0': {
          runtimeTargets: {
            'runtimes/linux-x64/native/libp.so': { rid: 'linux-x64', assetType: 'native' },
            'runtimes/win/lib/net8.0/p.dll': { rid: 'win', assetType: 'runtime' },
          },
        },
        'runtimepack.Microsoft.NETCore.App.Runtime.linux-musl-x64/8.0.1': {},
      },
    },
  };
  const [application] = find({
    '/app/app.deps.json': JSON.stringify(deps),
    '/app/libe_sqlite3.so': 'x',
    '/app/runtimes/linux-x64/native/libp.so': 'x',
  }).dotnet;
  assert.deepEqual(
    [application?.framework, application?.runtimeIdentifier, application?.selfContained],
    ['.NETCoreApp,Version=v8.0', 'linux-musl-x64', true],
  );
  assert.deepEqual(
    application?.natives.map(({ runtimeIdentifier, path }) => [runtimeIdentifier, path]),
    [
      ['linux-musl-x64', '/app/libe_sqlite3.so'],
      ['linux-x64', '/app/runtimes/linux-x64/native/libp.so'],
    ],
  );
});

test('gems: compiled here, prebuilt, pure', () => {
  const home = '/usr/local/bundle';
  const found = find({
    [`${home}/specifications/bcrypt-3.1.20.gemspec`]: '# stub: bcrypt 3.1.20 ruby lib\n# stub: ext/mri/extconf.rb\n',
    [`${home}/extensions/x86_64-linux-musl/3.3.0/bcrypt-3.1.20/gem.build_complete`]: '',
    [`${home}/extensions/x86_64-linux-musl/3.3.0/bcrypt-3.1.20/bcrypt_ext.so`]: 'x',
    [`${home}/gems/bcrypt-3.1.20/lib/bcrypt_ext.so`]: 'x',
    [`${home}/specifications/nokogiri-1.18.9-x86_64-linux-gnu.gemspec`]: '# stub: nokogiri 1.18.9 x86_64-linux-gnu lib\n',
    [`${home}/gems/nokogiri-1.18.9-x86_64-linux-gnu/lib/nokogiri/3.3/nokogiri.so`]: 'x',
    [`${home}/specifications/default/json-2.7.1.gemspec`]: '# stub: json 2.7.1 ruby lib\n',
  });
  assert.deepEqual(
    found.gems.map(({ name, platform, natives, compiled }) => [name, platform, natives.length, compiled]),
    [
      ['bcrypt', 'ruby', 2, true],
      ['json', 'ruby', 0, false],
      ['nokogiri', 'x86_64-linux-gnu', 1, false],
    ],
  );
});

test('Go and Rust programs from their ELF facts; a broken one is left to others', () => {
  const plain = elfFile({ interpreter: '/lib64/ld-linux-x86-64.so.2', needed: ['libc.so.6'] });
  const facts = plain.elf;
  assert.ok(facts !== undefined && !('unknown' in facts));
  const go = {
    version: 'go1.24.4',
    module: 'example.test/app',
    settings: { CGO_ENABLED: '1', '-tags': 'netgo,osusergo', GOARCH: 'amd64', '-buildmode': 'pie' },
    dependencies: [],
  };
  const found = find({
    '/app/server': { ...plain, elf: { ...facts, go } },
    '/app/tool': { ...plain, elf: { ...facts, rust: { rustc: '1.82.0', auditable: true } } },
    '/app/broken': { ...plain, elf: { unknown: 'over its budget' } },
  });
  assert.deepEqual(found.go, [
    {
      path: '/app/server',
      version: 'go1.24.4',
      module: 'example.test/app',
      cgo: true,
      tags: ['netgo', 'osusergo'],
      buildMode: 'pie',
      architecture: 'amd64',
      dynamic: true,
    },
  ]);
  assert.deepEqual(found.rust, [{ path: '/app/tool', rustc: '1.82.0', auditable: true }]);
});
