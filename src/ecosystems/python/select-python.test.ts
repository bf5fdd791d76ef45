import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readProjectWishes } from '../../formats/text/lockfiles/python/pyproject.ts';
import { readLockfile } from '../../formats/text/lockfiles/read-lockfile.ts';
import { parseLockTarget } from '../lockfiles/lock-target.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';
import { selectFile } from './select-wheel.ts';
import { selectPython } from './select-python.ts';
import { supportedTags } from './supported-tags.ts';

test('the wheel with the best tag is taken, a higher build number breaks a tie', () => {
  const files = [
    'a-1-cp312-cp312-manylinux_2_17_x86_64.whl',
    'a-1-cp312-cp312-manylinux_2_28_x86_64.whl',
    'a-1-2-cp312-cp312-manylinux_2_28_x86_64.whl',
    'a-1-cp38-abi3-manylinux_2_28_x86_64.whl',
    'a-1-py3-none-any.whl',
  ];
  assert.equal(choose(files, 'glibc@2.36/x86_64+cpython@3.12').wheel, 'a-1-2-cp312-cp312-manylinux_2_28_x86_64.whl');
  assert.equal(choose(files, 'glibc@2.17/x86_64+cpython@3.12').wheel, 'a-1-cp312-cp312-manylinux_2_17_x86_64.whl');
  assert.equal(choose(files, 'glibc@2.36/x86_64+cpython@3.13').wheel, 'a-1-cp38-abi3-manylinux_2_28_x86_64.whl');
  assert.equal(choose(files, 'glibc@2.36/x86_64+cpython@3.13t').wheel, 'a-1-py3-none-any.whl');
  assert.equal(choose(files, 'musl@1.2/x86_64+cpython@3.12').wheel, 'a-1-py3-none-any.whl');
});

test('floors are the lowest of a set of tags; older aliases count', () => {
  const files = ['a-1-cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl', 'a-1.tar.gz'];
  assert.equal(choose(files, 'glibc@2.17/x86_64+cpython@3.12').wheel, files[0]);
  assert.equal(choose(files, 'glibc@2.12/x86_64+cpython@3.12').wheel, null);
  assert.equal(
    choose(['a-1-py2.py3-none-manylinux1_x86_64.whl'], 'glibc@2.41/x86_64+cpython@3.12').wheel,
    'a-1-py2.py3-none-manylinux1_x86_64.whl',
  );
  assert.equal(choose(['a-1-py2.py3-none-manylinux1_aarch64.whl'], 'glibc@2.41/aarch64+cpython@3.12').wheel, null);
});

test('musllinux: lower minor versions fit, higher ones and other machines do not', () => {
  const files = ['a-1-cp312-cp312-musllinux_1_1_x86_64.whl', 'a-1-cp312-cp312-musllinux_1_2_x86_64.whl'];
  assert.equal(choose(files, 'musl@1.2/x86_64+cpython@3.12').wheel, files[1]);
  assert.equal(choose(files, 'musl@1.1/x86_64+cpython@3.12').wheel, files[0]);
  assert.deepEqual(choose(files, 'musl@1.2/aarch64+cpython@3.12').nearest, null);
  assert.deepEqual(choose(files, 'glibc@2.36/x86_64+cpython@3.12').nearest, files[0]);
});

test('PyPy, the free-threaded stable ABI, variants of a draft', () => {
  assert.equal(
    choose(['a-1-pp311-pypy311_pp73-manylinux_2_28_x86_64.whl'], 'glibc@2.36/x86_64+pypy@3.11').wheel,
    'a-1-pp311-pypy311_pp73-manylinux_2_28_x86_64.whl',
  );
  assert.equal(
    choose(['a-1-cp315-abi3.abi3t-musllinux_1_2_x86_64.whl'], 'musl@1.2/x86_64+cpython@3.15t').wheel,
    'a-1-cp315-abi3.abi3t-musllinux_1_2_x86_64.whl',
  );
  assert.equal(choose(['a-1-cp312-cp312-manylinux_2_28_x86_64-x86_64_v3.whl'], 'glibc@2.36/x86_64+cpython@3.12').wheel, null);
  assert.equal(choose(['a-1-cp312-cp312-linux_x86_64.whl'], 'musl@1.2/x86_64+cpython@3.12').wheel, 'a-1-cp312-cp312-linux_x86_64.whl');
});

const uv = `version = 1
requires-python = ">=3.11"
[[package]]
name = "app"
source = { virtual = "." }
dependencies = [
  { name = "numpy", version = "2.4", marker = "python_full_version < '3.12'" },
  { name = "numpy", version = "2.5", marker = "python_full_version >= '3.12'" },
  { name = "pywin32", marker = "sys_platform == 'win32'" },
  { name = "mixed" }, { name = "bare" }, { name = "vcs" }, { name = "source" }, { name = "none" },
]
[[package]]
name = "numpy"
version = "2.4"
wheels = [{ url = "https://x.example/numpy-2.4-cp311-cp311-musllinux_1_2_x86_64.whl" }]
[[package]]
name = "numpy"
version = "2.5"
wheels = [{ url = "https://x.example/numpy-2.5-cp312-cp312-musllinux_1_2_x86_64.whl" }]
[[package]]
name = "pywin32"
version = "1"
wheels = [{ url = "https://x.example/pywin32-1-cp312-cp312-win_amd64.whl" }]
[[package]]
name = "mixed"
version = "1"
wheels = [{ url = "https://x.example/mixed-1-cp312-cp312-macosx_11_0_arm64.whl" }, { url = "https://x.example/mixed-1-py3-none-any.whl" }]
[[package]]
name = "bare"
version = "1"
wheels = [{ url = "https://x.example/bare-1-cp312-cp312-linux_x86_64.whl" }]
[[package]]
name = "vcs"
version = "1"
source = { git = "https://x.example/vcs" }
[[package]]
name = "source"
version = "1"
sdist = { url = "https://x.example/source-1.tar.gz" }
wheels = [{ url = "https://x.example/source-1-cp312-cp312-manylinux_2_17_x86_64.whl" }]
[[package]]
name = "none"
version = "1"
wheels = [{ url = "https://x.example/none-1-cp312-cp312-manylinux_2_17_x86_64.whl" }]
`;

test('uv.lock on musl: forks by marker, each verdict', () => {
  assert.deepEqual(
    select('uv.lock', uv, 'musl@1.2/x86_64+cpython@3.12').map(({ name, version, verdict }) => [name, version, verdict]),
    [
      ['numpy', '2.5', 'prebuilt'],
      ['mixed', '1', 'pure-fallback'],
      ['bare', '1', 'unknown'],
      ['vcs', '1', 'compiles'],
      ['source', '1', 'compiles'],
      ['none', '1', 'fails'],
    ],
  );
});

test('a Python outside of the lock is refused for every package', () => {
  const selected = select('uv.lock', uv, 'musl@1.2/x86_64+cpython@3.10');
  assert.ok(selected.length > 0 && selected.every(({ verdict, why }) => verdict === 'fails' && why.kind === 'refused'));
});

test('digests without names, and what is not pinned, stay open', () => {
  const selected = select(
    'requirements.txt',
    'a==1 --hash=sha256:00\nb>=2\nc==1; sys_platform == "win32"\n',
    'musl@1.2/x86_64+cpython@3.12',
  );
  assert.deepEqual(
    selected.map(({ name, verdict, why }) => [name, verdict, why.kind]),
    [
      ['a', 'unknown', 'no-files'],
      ['b', 'unknown', 'unpinned'],
    ],
  );
});

test('Poetry before 2: an entry that is asked for only under a false marker is left out', () => {
  const lock = `[[package]]\nname = "click"\nversion = "8"\npython-versions = ">=3.7"\nfiles = [{file = "click-8-py3-none-any.whl"}]\n[package.dependencies]\ncolorama = {version = "*", markers = "platform_system == \\"Windows\\""}\n[[package]]\nname = "colorama"\nversion = "0.4"\npython-versions = "*"\nfiles = [{file = "colorama-0.4-py2.py3-none-any.whl"}]\n[metadata]\nlock-version = "2.0"\npython-versions = "^3.10"\n`;
  assert.deepEqual(
    select('poetry.lock', lock, 'musl@1.2/x86_64+cpython@3.12').map(({ name }) => name),
    ['click'],
  );
  assert.ok(select('poetry.lock', lock, 'musl@1.2/x86_64+cpython@3.9').every(({ verdict }) => verdict === 'fails'));
});

test('what the project’s file names stays, whoever else asks for it', () => {
  const text = `[[package]]\nname = "click"\nversion = "8"\npython-versions = ">=3.7"\nfiles = [{file = "click-8-py3-none-any.whl"}]\n[package.dependencies]\ncolorama = {version = "*", markers = "platform_system == \\"Windows\\""}\n[[package]]\nname = "colorama"\nversion = "0.4"\npython-versions = "*"\nfiles = [{file = "colorama-0.4-py2.py3-none-any.whl"}]\n[metadata]\nlock-version = "2.0"\npython-versions = "^3.10"\n`;
  const wishes = readProjectWishes('[tool.poetry.dependencies]\npython = "^3.10"\nColorama = "^0.4"\n');
  const selected = selectPython({ ...readLockfile('poetry.lock', text), wishes }, parseLockTarget('musl@1.2/x86_64+cpython@3.12'));
  assert.deepEqual(
    selected.map(({ name }) => name),
    ['click', 'colorama'],
  );
});

function choose(files: readonly string[], name: string): ReturnType<typeof selectFile> {
  const target = parseLockTarget(name);
  return selectFile(files, supportedTags(target), target.machine);
}

function select(path: string, text: string, target: string): readonly SelectedPackage[] {
  return selectPython(readLockfile(path, text), parseLockTarget(target));
}
