// The packages of native-dependencies.md section 9, judged offline from lockfiles that uv, npm, Go and Cargo made; `npm run lab:online` asks the loader about the artifacts.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseLockTarget } from '../src/ecosystems/lockfiles/lock-target.ts';
import { readLockfile } from '../src/formats/text/lockfiles/read-lockfile.ts';
import { judgeLockfile } from '../src/judge/judge-lockfile.ts';
import { knownLocks, knownRows } from './known-packages.ts';

for (const { folder, file, runtime } of knownLocks) {
  const path = new URL(`data/known-packages/${folder}/${file}`, import.meta.url);
  const text = readFileSync(path, 'utf8');
  const verdictsOn = (libc: string, machine: string): ReadonlyMap<string, string> => {
    const target = parseLockTarget(`${libc}/${machine}+${runtime}`);
    const { unit } = judgeLockfile({ name: file, text, lock: readLockfile(file, text) }, [target]);
    return new Map(unit.targets[0]?.packages?.map(({ name, version, verdict }) => [`${name} ${version ?? ''}`, verdict]));
  };
  const rows = knownRows(folder);

  test(`${folder}: ${rows.length} packages offline as the table says`, () => {
    const places = [
      ['musl', verdictsOn('musl@1.2', 'x86_64')],
      ['muslArm', verdictsOn('musl@1.2', 'aarch64')],
      ['glibc', verdictsOn('glibc@2.36', 'x86_64')],
    ] as const;
    const wrong = rows.flatMap((row) =>
      places.flatMap(([column, verdicts]) => {
        const own = row.version === '' ? verdictNamed(verdicts, row.name) : verdicts.get(`${row.name} ${row.version}`);
        return row[column] === '' || own === row[column] ? [] : [`${row.name} ${column}: ${own ?? 'absent'}, not ${row[column]}`];
      }),
    );
    assert.deepEqual(wrong, []);
    assert.ok(rows.length > 0);
  });

  test(`${folder}: wheels are taken from their glibc on and not before`, (t) => {
    const floors = rows.filter(({ floor }) => floor !== '' && runtime.startsWith('cpython'));
    if (floors.length === 0) return t.skip('no floors in this table');
    const wrong = floors.flatMap(({ name, version, floor }) => {
      const minor = Number(floor.slice(2));
      const at = (each: number): string | undefined => verdictsOn(`glibc@2.${each}`, 'x86_64').get(`${name} ${version}`);
      // Before 2.5 there are no tags at all.
      return at(minor) === 'prebuilt' && (minor <= 5 || at(minor - 1) !== 'prebuilt')
        ? []
        : [`${name} ${floor}: ${at(minor)}, below ${at(minor - 1)}`];
    });
    assert.deepEqual(wrong, []);
  });
}

function verdictNamed(verdicts: ReadonlyMap<string, string>, name: string): string | undefined {
  return [...verdicts].find(([key]) => key.startsWith(`${name} `))?.[1];
}
