// What is found installed held against the tools that know: Python's importlib.metadata for every folder of distributions, `go version -m` for every Go
// program of this machine. Run: node --test test/conformance/installed.conformance.ts
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { readPackages } from '../../src/distro/packages/read-packages.ts';
import { folderRootfs } from '../../src/distro/folder-rootfs.suite.ts';
import { installedSoftware } from '../../src/ecosystems/installed/find-installed.ts';

const SKIP = ['proc', 'sys', 'dev', 'tmp', 'run', 'work', 'home', 'mnt', 'farm', 'var'];
const rootfs = folderRootfs('/', SKIP);
const everything = installedSoftware(rootfs, readPackages(rootfs));
/** Caches of sources hold test data of other readers, broken on purpose: what importlib.metadata makes of it is nobody's truth. */
const isInstalled = ({ path }: { readonly path: string }): boolean => !/\/(?:testdata|go\/pkg\/mod)\//.test(path);
const found = { python: everything.python.filter(isInstalled), go: everything.go.filter(isInstalled) };

/** What was compared: said with the test, and together in the last line. */
const compared: string[] = [];
process.on('exit', () => console.log(compared.join('; ') || 'nothing could be compared here'));

function say(t: TestContext, what: string): void {
  t.diagnostic(what);
  compared.push(`${t.name.split(':')[0]}: ${what}`);
}

test('Python distributions: names, versions and native files', (t) => {
  if (spawnSync('python3', ['--version']).status !== 0) return t.skip('no python3 here');
  const folders = [...new Set(found.python.map((each) => each.folder))];
  const spoken = spawnSync('python3', ['-c', METADATA], { input: folders.join('\n'), encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(spoken.status, 0, spoken.stderr);
  const expected = spoken.stdout.split('\n').filter((line) => line !== '');
  const normal = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
  const own = found.python.map(
    ({ folder, name, version, natives }) => `${folder}\t${normal(name)}\t${version}\t${natives?.length ?? 'none'}`,
  );
  assert.deepEqual(own.toSorted(), expected.toSorted());
  say(t, `${own.length} distributions in ${folders.length} folders`);
});

/** Where there is no RECORD `files` is None or comes from other lists, which are not compared. */
const METADATA = `
import importlib.metadata as m, re, sys, os
for folder in sys.stdin.read().split('\\n'):
    for d in m.distributions(path=[folder]):
        name = re.sub('[-_.]+', '-', d.metadata['Name'] or '').lower()
        record = d.read_text('RECORD')
        natives = None if record is None else len([f for f in d.files or [] if re.search(r'\\.so(\\.[\\w.-]+)?$', str(f)) and os.path.isfile(f.locate())])
        print(folder, name, d.version, 'none' if natives is None else natives, sep='\\t')
`;

test('Go programs: version, module, cgo and tags', (t) => {
  if (spawnSync('go', ['version']).status !== 0) return t.skip('no go here');
  const wrong: string[] = [];
  for (const program of found.go.filter((each) => existsSync(each.path))) {
    const spoken = spawnSync('go', ['version', '-m', program.path], { encoding: 'utf8' }).stdout;
    const setting = (name: string): string | undefined => new RegExp(`^\\tbuild\\t${name}=(.*)$`, 'm').exec(spoken)?.[1];
    const version = /: (go\S+|devel.*)/.exec(spoken)?.[1];
    const module = /^\tmod\t(\S+)/m.exec(spoken)?.[1];
    const cgo = setting('CGO_ENABLED');
    const theirs = [version, module, cgo === undefined ? null : cgo === '1', setting('-tags') ?? '', setting('-buildmode') ?? null];
    const ours = [program.version.split(' ')[0], program.module, program.cgo, program.tags.join(','), program.buildMode];
    if (JSON.stringify(theirs) !== JSON.stringify(ours))
      wrong.push(`${program.path}: ${JSON.stringify(ours)}, not ${JSON.stringify(theirs)}`);
  }
  assert.deepEqual(wrong.slice(0, 10), []);
  say(t, `${found.go.length} programs`);
});
