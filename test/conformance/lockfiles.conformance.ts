// Lockfiles held against what the real package managers selected (conformance/lockfiles of the kits), and every lockfile of the corpus parsed.
// Run: node --test test/conformance/lockfiles.conformance.ts
import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deepenLockfile } from '../../src/cli/check/deepen-lockfile.ts';
import { parseLockTarget } from '../../src/ecosystems/lockfiles/lock-target.ts';
import { selectPackages } from '../../src/ecosystems/lockfiles/select-packages.ts';
import { usualTargets } from '../../src/ecosystems/lockfiles/usual-targets.ts';
import { FormatError } from '../../src/formats/format-error.ts';
import { lockfileKind } from '../../src/formats/text/lockfiles/lockfile-kind.ts';
import { normalizeName } from '../../src/formats/text/lockfiles/python/requirement.ts';
import { readLockfile } from '../../src/formats/text/lockfiles/read-lockfile.ts';
import { kitFolder } from './kit-folder.ts';

interface Row {
  readonly name: string;
  readonly version: string | null;
  readonly verdict: string;
  readonly accept?: readonly string[];
  readonly file?: string;
  readonly decidable?: 'index';
  readonly scored?: false;
}

interface Truth {
  readonly lockfile: string;
  readonly ecosystem: string;
  readonly targets: readonly { readonly name: string; readonly installed?: readonly string[]; readonly packages: readonly Row[] }[];
}

const cases = join(kitFolder(), 'conformance', 'lockfiles', 'cases');
const corpus = join(kitFolder(), 'corpus');

test('lockfiles: verdict, file and installed packages of every case', (t) => {
  if (!existsSync(cases)) return t.skip('the kit conformance/lockfiles is not here');
  const tally = { decided: 0, right: 0, unknown: 0, files: 0, filesRight: 0, open: 0, openUnknown: 0, installed: 0, installedRight: 0 };
  const wrong: string[] = [];
  const falsePrebuilt: string[] = [];
  for (const name of readdirSync(cases).toSorted()) {
    const truth = JSON.parse(readFileSync(join(cases, name, 'truth.json'), 'utf8')) as Truth;
    const lock = readLockfile(truth.lockfile, readFileSync(join(cases, name, truth.lockfile), 'utf8'));
    const key = truth.ecosystem === 'python' ? normalizeName : (each: string): string => each;
    for (const target of truth.targets) {
      const { packages, installed } = selectPackages(lock, parseLockTarget(target.name));
      if (target.installed !== undefined) {
        tally.installed++;
        if (JSON.stringify(target.installed.toSorted()) === JSON.stringify(installed)) tally.installedRight++;
        else wrong.push(`${name} ${target.name}: installed ${String(installed)}`);
      }
      for (const row of target.packages) {
        const own = packages.find((each) => key(each.name) === key(row.name) && each.version === row.version);
        const verdict = own?.verdict ?? 'absent';
        const what = `${name} ${target.name} ${row.name}: ${verdict}, not ${row.verdict}`;
        if (['prebuilt', 'pure-fallback'].includes(verdict) && ['fails', 'foreign'].includes(row.verdict)) falsePrebuilt.push(what);
        const right = verdict === row.verdict || row.accept?.includes(verdict) === true;
        if (row.decidable === 'index' || row.scored === false) {
          tally.open++;
          if (verdict === 'unknown') tally.openUnknown++;
          continue;
        }
        tally.decided++;
        if (verdict === 'unknown') tally.unknown++;
        if (!right) wrong.push(what);
        else {
          tally.right++;
          if (row.file === undefined) continue;
          tally.files++;
          if (own?.file === row.file) tally.filesRight++;
          else wrong.push(`${name} ${target.name} ${row.name}: file ${String(own?.file)}, not ${row.file}`);
        }
      }
    }
  }
  console.log(
    `${tally.right} of ${tally.decided} decided rows right, ${tally.unknown} unknown; ${tally.filesRight} of ${tally.files} files; ${tally.installedRight} of ${tally.installed} lists of installed packages; ${tally.openUnknown} of ${tally.open} rows that need an index are unknown; ${falsePrebuilt.length} false prebuilt`,
  );
  assert.deepEqual(falsePrebuilt, []);
  assert.ok(tally.right >= tally.decided * 0.99, wrong.slice(0, 20).join('\n'));
  assert.ok(tally.filesRight >= tally.files * 0.99, wrong.slice(0, 20).join('\n'));
  assert.ok(tally.unknown <= tally.decided * 0.03);
});

test('online: rows that need an index or a tarball', async (t) => {
  if (process.env['BASEWISE_ONLINE'] !== '1')
    return t.skip('set BASEWISE_ONLINE=1 to ask the package indexes that pip and npm are configured with');
  if (!existsSync(cases)) return t.skip('the kit conformance/lockfiles is not here');
  const progress = { update: (): void => undefined, clear: (): void => undefined };
  const wrong: string[] = [];
  let rows = 0;
  for (const name of readdirSync(cases).toSorted()) {
    const truth = JSON.parse(readFileSync(join(cases, name, 'truth.json'), 'utf8')) as Truth;
    if (!truth.targets.some(({ packages }) => packages.some(({ decidable }) => decidable === 'index'))) continue;
    const lock = readLockfile(truth.lockfile, readFileSync(join(cases, name, truth.lockfile), 'utf8'));
    const targets = truth.targets.map((target) => parseLockTarget(target.name));
    const deeper = await deepenLockfile(lock, targets, { env: process.env, progress });
    for (const [i, target] of truth.targets.entries()) {
      const parsed = targets[i];
      const selected = parsed === undefined ? [] : selectPackages(deeper.lock, parsed, deeper.fetched).packages;
      for (const row of target.packages.filter(({ decidable, scored }) => decidable === 'index' && scored !== false)) {
        const own = selected.find((each) => normalizeName(each.name) === normalizeName(row.name) && each.version === row.version);
        rows++;
        if (own?.verdict !== row.verdict || (row.file !== undefined && own.file !== row.file))
          wrong.push(`${name} ${target.name} ${row.name}: ${own?.verdict ?? 'absent'}, not ${row.verdict}`);
      }
    }
  }
  console.log(`online: ${rows - wrong.length} of ${rows} rows that need an index or a tarball right`);
  assert.deepEqual(wrong, []);
});

test('corpus: every lockfile is read, or refused with a reason', (t) => {
  if (!existsSync(corpus)) return t.skip('the corpus is not here');
  let read = 0;
  let packages = 0;
  const refused: string[] = [];
  for (const path of globSync('{lockfiles,projects}/**/*', { cwd: corpus })) {
    if (lockfileKind(path) === null) continue;
    try {
      const lock = readLockfile(path, readFileSync(join(corpus, path), 'utf8'));
      read++;
      packages += lock.packages.length;
      for (const target of usualTargets(lock)) selectPackages(lock, target);
    } catch (error) {
      assert.ok(error instanceof FormatError, `${path}: ${String(error)}`);
      refused.push(`${path}: ${error.message}`);
    }
  }
  console.log(
    `${read} lockfiles of the corpus with ${packages} packages read, ${refused.length} refused${refused.map((each) => `\n${each}`).join('')}`,
  );
  assert.ok(read > 0);
});
