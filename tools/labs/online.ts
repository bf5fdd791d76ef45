// npm run lab:online: the packages of test/data/known-packages judged with --online: the real artifacts, from the registries that pip and npm are configured with, opened
// by the loader. Wants a network for those registries, and about 2 GB of traffic on a first run; wheels' facts are kept in the user's cache.
import { readFileSync } from 'node:fs';
import { parseLockTarget } from '../../src/ecosystems/lockfiles/lock-target.ts';
import { readLockfile } from '../../src/formats/text/lockfiles/read-lockfile.ts';
import { deepenLockfile } from '../../src/cli/check/deepen-lockfile.ts';
import { judgeLockfile } from '../../src/judge/judge-lockfile.ts';
import type { LockedPackageVerdict } from '../../src/report/report.ts';
import { knownLocks, knownRows } from '../../test/known-packages.ts';

const columns = [
  { libc: 'musl@1.2', machine: 'x86_64', online: 'onlineMusl', offline: 'musl' },
  { libc: 'musl@1.2', machine: 'aarch64', online: 'onlineMuslArm', offline: 'muslArm' },
  { libc: 'glibc@2.36', machine: 'x86_64', online: 'onlineGlibc', offline: 'glibc' },
] as const;

const wanted = process.argv.slice(2);
const progress = { update: (): void => undefined, clear: (): void => undefined };
const tally = { rows: 0, right: 0, unknown: 0, proven: 0 };
const provenPackages = new Set<string>();
for (const { folder, file, runtime } of knownLocks) {
  if (wanted.length > 0 && !wanted.includes(folder)) continue;
  // Wheels with CUDA inside: gigabytes that show nothing about a C library.
  const places = folder === 'python-ml' ? columns.slice(0, 2) : columns;
  const text = readFileSync(new URL(`../../test/data/known-packages/${folder}/${file}`, import.meta.url), 'utf8');
  const lock = readLockfile(file, text);
  const targets = places.map(({ libc, machine }) => parseLockTarget(`${libc}/${machine}+${runtime}`));
  const deeper = await deepenLockfile(lock, targets, { env: process.env, progress });
  const { unit } = judgeLockfile({ name: file, text, ...deeper }, targets);
  for (const [i, column] of places.entries()) report(folder, column, unit.targets[i]?.packages ?? []);
}
console.log(
  `${tally.right} of ${tally.rows} verdicts as the table says, ${tally.unknown} unknown; ${tally.proven} proven by the loader, of ${provenPackages.size} packages`,
);
if (tally.right < tally.rows || (wanted.length === 0 && provenPackages.size < 30)) process.exitCode = 1;

function report(
  folder: string,
  { libc, machine, online, offline }: (typeof columns)[number],
  packages: readonly LockedPackageVerdict[],
): void {
  for (const row of knownRows(folder)) {
    const own = packages.find(({ name, version }) => name === row.name && (row.version === '' || version === row.version));
    const expected = row[online] === '' ? row[offline] : row[online];
    tally.rows++;
    if (own?.verdict === 'unknown') tally.unknown++;
    if (own?.certainty === 'proven') {
      tally.proven++;
      provenPackages.add(row.name);
    }
    if (own?.verdict === expected) tally.right++;
    else
      console.log(
        `${folder} ${libc}/${machine} ${row.name} ${row.version}: ${own?.verdict ?? 'absent'} (${own?.why ?? ''}), not ${expected}`,
      );
  }
}
