// Every ELF file of the trees in $BASEWISE_ROOTS (the kits' Debian roots), of the kits' Alpine roots and of $BASEWISE_ELF_ROOTS (further folders,
// separated by `:`) held field by field against `readelf -W`; and each read once more without its section headers, which loading never needs.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { readElf } from '../../src/formats/binary/elf.ts';
import { isElf } from '../../src/formats/binary/elf-header.ts';
import { askReadelf, compareWithReadelf, hasReadelf } from '../../src/formats/binary/elf-readelf.suite.ts';
import { loadingFacts, withoutSections } from '../../src/formats/binary/elf-sectionless.suite.ts';

/** readelf's text is many times the size of a file's tables, so both are bounded. */
const BATCH_BYTES = 24 * 1024 * 1024;
const BATCH = 60;
const LARGEST = 64 * 1024 * 1024;

if (!hasReadelf()) {
  console.log('elf-readelf: skipped, readelf is not installed');
  process.exit(1);
}
const scratch = mkdtempSync(join(tmpdir(), 'basewise-elf-'));
try {
  process.exitCode = run([...kitRoots(), ...alpineRoots(), ...(process.env['BASEWISE_ELF_ROOTS']?.split(':') ?? [])]) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function kitRoots(): string[] {
  const roots = process.env['BASEWISE_ROOTS'];
  if (roots === undefined || !existsSync(roots)) return [];
  // The variants of debian-12 differ in a handful of files; `loaders` holds those.
  return ['debian-11', 'debian-12', 'debian-13', 'loaders'].map((name) => join(roots, name)).filter((path) => existsSync(path));
}

function alpineRoots(): string[] {
  const kits = resolve(process.env['BASEWISE_KITS'] ?? '../shared');
  return globSync(join(kits, 'images/roots/alpine-*.tar.gz'))
    .toSorted()
    .map((archive) => {
      const out = join(scratch, basename(archive, '.tar.gz'));
      mkdirSync(out);
      // Device nodes and foreign owners may fail to be made; only the files matter.
      spawnSync('tar', ['-xzf', archive, '-C', out, '--no-same-owner', '--exclude=./dev/*', '--exclude=dev/*']);
      return out;
    });
}

function run(roots: readonly string[]): boolean {
  let files = 0;
  let fields = 0;
  let wrong = 0;
  let cpu = 0;
  const seen = new Set<string>();
  for (const root of roots) {
    const before = { files, fields, wrong };
    for (const batch of batches(elfFiles(root, seen))) {
      const spoken = askReadelf(batch);
      for (const path of batch) {
        const bytes = readFileSync(path);
        const start = process.cpuUsage();
        const facts = readElf((offset, length) => bytes.subarray(offset, offset + length), bytes.length);
        const { user, system } = process.cpuUsage(start);
        cpu += (user + system) / 1e6;
        const { count, deviations } = compareWithReadelf(path, facts, spoken.get(path) ?? {});
        const bare = withoutSections(bytes);
        const again = readElf((offset, length) => bare.subarray(offset, offset + length), bare.length);
        const lost = loadingFacts(facts).flatMap((each, at) =>
          each === loadingFacts(again)[at] ? [] : [`${path} without sections: fact ${at}`],
        );
        for (const each of deviations.slice(0, 5)) console.log(`  ${each.path} ${each.field}: ${each.ours}, readelf ${each.readelf}`);
        for (const each of lost) console.log(`  ${each}`);
        files++;
        fields += count + loadingFacts(facts).length;
        wrong += deviations.length + lost.length;
      }
    }
    console.log(`${root}: ${files - before.files} files, ${fields - before.fields} fields, ${wrong - before.wrong} deviations`);
  }
  console.log(`elf-readelf: ${files} ELF files, ${fields} fields, ${wrong} deviations, readElf ${cpu.toFixed(1)} CPU s`);
  return files > 1000 && wrong === 0;
}

function batches(paths: readonly string[]): string[][] {
  const all: string[][] = [];
  let room = 0;
  for (const path of paths) {
    const { size } = statSync(path);
    if (all.length === 0 || size > room || (all.at(-1)?.length ?? 0) >= BATCH) {
      all.push([]);
      room = BATCH_BYTES;
    }
    all.at(-1)?.push(path);
    room -= size;
  }
  return all;
}

/** ELF files below a folder, each content once (by device and inode). */
function elfFiles(root: string, seen: Set<string>): string[] {
  return readdirSync(root, { withFileTypes: true, recursive: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile()) return [];
    const { dev, ino, size } = statSync(path);
    const key = `${dev}:${ino}`;
    if (size < 52 || size > LARGEST || seen.has(key)) return [];
    seen.add(key);
    return isElf(readFileSync(path).subarray(0, 4)) ? [path] : [];
  });
}
