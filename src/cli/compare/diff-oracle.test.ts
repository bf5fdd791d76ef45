import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { compareFiles } from '../../bases/compare/file-changes.ts';
import { silentProgress } from '../progress.ts';
import { readSide } from './read-side.ts';
import type { Side } from './read-side.ts';
import { sameContent } from './same-content.ts';

const scratch = mkdtempSync(join(tmpdir(), 'basewise-diff-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const noDiff = spawnSync('diff', ['--version']).status === 0 ? false : 'there is no diff(1) here';

/** What `diff -rq --no-dereference` says, as `+path`, `-path` (with what is below them, once) and `path`. */
function diffSays(a: string, b: string): readonly string[] {
  const { stdout } = spawnSync('diff', ['-rq', '--no-dereference', a, b], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  return stdout.split('\n').flatMap((line): readonly string[] => {
    const only = /^Only in (.*): (.*)$/.exec(line);
    if (only !== null) {
      const [, folder = '', name = ''] = only;
      const inFirst = folder === a || folder.startsWith(`${a}/`);
      return [`${inFirst ? '-' : '+'}${folder.slice((inFirst ? a : b).length)}/${name}`];
    }
    const differ = /^(?:Files|Symbolic links) (.*) and .* differ$/.exec(line) ?? /^File (.*) is a .* while file .* is a .*$/.exec(line);
    return differ === null ? [] : [(differ[1] ?? '').slice(a.length)];
  });
}

async function weSay(a: Side, b: Side): Promise<readonly string[]> {
  const { files, unread } = compareFiles(a.base.files, b.base.files, sameContent(a, b));
  assert.ok(files);
  assert.deepEqual(unread, []);
  const top = (paths: readonly string[]): readonly string[] => paths.filter((path) => !paths.includes(path.replace(/\/[^/]*$/, '')));
  const content = files.changed.filter(({ what }) => what.some((each) => !/^(?:mode|owner) /.test(each)));
  return [...top(files.gone).map((path) => `-${path}`), ...top(files.added).map((path) => `+${path}`), ...content.map(({ path }) => path)];
}

function side(folder: string): Promise<Side> {
  const io = {
    out: () => undefined,
    problem: () => undefined,
    env: {},
    colors: false,
    columns: 80,
    progress: silentProgress,
    exitWith: () => undefined,
  };
  return readSide(folder, undefined, io);
}

describe('files that differ, beside diff(1)', { skip: noDiff }, () => {
  it('agrees on sixty changed trees, as folders and as archives', async () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    const a = join(scratch, 'a');
    for (let index = 0; index < 60; index += 1) {
      const folder = join(a, `d${index % 7}`, index % 3 === 0 ? 'deep' : '');
      mkdirSync(folder, { recursive: true });
      if (index % 9 === 0) symlinkSync(`f${index - 1}`, join(folder, `link${index}`));
      else writeFileSync(join(folder, `f${index}`), Buffer.alloc(random(5) * 100_000 + random(9), index));
    }
    for (let round = 0; round < 60; round += 1) {
      const b = join(scratch, 'b');
      rmSync(b, { recursive: true, force: true });
      cpSync(a, b, { recursive: true, verbatimSymlinks: true });
      for (let change = random(6); change >= 0; change -= 1) changeTree(b, random);
      const [left, right] = [await side(`rootfs:${a}`), await side(`rootfs:${b}`)];
      assert.deepEqual([...(await weSay(left, right))].sort(), [...diffSays(a, b)].sort(), `round ${round}`);
      if (round % 10 !== 0) continue;
      spawnSync('tar', ['-C', b, '-cf', `${b}.tar`, '.']);
      assert.deepEqual(await weSay(left, await side(`rootfs:${b}.tar`)), await weSay(left, right), `archive ${round}`);
    }
  });
});

function changeTree(root: string, random: (below: number) => number): void {
  const index = random(60);
  const path = join(root, `d${index % 7}`, index % 3 === 0 ? 'deep' : '', index % 9 === 0 ? `link${index}` : `f${index}`);
  const kind = random(6);
  if (kind === 0) rmSync(path, { recursive: true, force: true });
  else if (kind === 1) writeFileSync(join(root, `new${random(5)}`), 'new');
  else if (kind === 2) rmSync(join(root, `d${random(7)}`, 'deep'), { recursive: true, force: true });
  else if (!existsSync(join(path, '..'))) return;
  else if (kind === 3) {
    rmSync(path, { recursive: true, force: true });
    symlinkSync(`elsewhere${random(3)}`, path);
  } else if (kind === 4 && existsSync(path)) chmodSync(path, 0o700);
  else {
    rmSync(path, { recursive: true, force: true });
    // The same size and another last byte now and then.
    writeFileSync(path, Buffer.alloc(random(5) * 100_000 + random(9), random(2) === 0 ? index : 0));
  }
}
