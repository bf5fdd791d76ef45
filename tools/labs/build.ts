// `node tools/labs/build.ts [12|13] [--ci] [--table FILE] [PATTERN]`: migrates Dockerfiles of our own and of the corpus to Debian, builds the results with Debian's
// buildah (chroot isolation, no daemon) on images made on the spot from real packages, and runs them. `--ci`: the few that stand for the rest. `--table`: writes what
// was built, and for every other Dockerfile of the corpus the line that needs something out of reach. Exits 1 when one marks, fails or does something else.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseTarget } from '../../src/migrate/target.ts';
import { aptInstall } from '../apt.ts';
import { openBuildah } from './build/buildah.ts';
import { buildCases } from './build/cases.ts';
import { corpusCases } from './build/corpus-cases.ts';
import { openStandIns } from './build/stand-ins.ts';
import { buildTable, earlierRows } from './build/table.ts';
import type { Line } from './build/table.ts';
import { tryCase } from './build/try-case.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { ci: { type: 'boolean' }, table: { type: 'string' } } });
const release = positionals.find((each) => each === '12') ?? '13';
const pattern = new RegExp(positionals.find((each) => each !== '12' && each !== '13') ?? '');
aptInstall(['buildah', 'mmdebstrap']);
const corpus = join(process.env['BASEWISE_KITS'] ?? '../shared', 'corpus');
const all = [...buildCases, ...(existsSync(corpus) ? corpusCases(corpus) : [])];
const chosen = all.filter(({ name, ci }) => pattern.test(name) && (values.ci !== true || ci === true));
const target = parseTarget(`debian:${release}-slim`);
// Images that stand in are kept for the next run where there is a place for them.
const scratch = process.env['BASEWISE_LAB_SCRATCH'];
const folder = scratch === undefined ? mkdtempSync(join(tmpdir(), 'basewise-lab-build-')) : join(scratch, 'build');
mkdirSync(folder, { recursive: true });
const buildah = openBuildah(join(folder, 'storage'));
const standIns = openStandIns(buildah, folder);
const lines: Line[] = [];
try {
  for (const each of chosen) {
    const start = Date.now();
    const tried = tryCase(each, target, { buildah, standIns, folder });
    const seconds = Math.round((Date.now() - start) / 1000);
    console.log(
      `${tried.kind === 'right' ? 'right' : 'WRONG'}  ${each.name} (${seconds} s)${tried.kind === 'wrong' ? `\n${tried.why}\n` : ''}`,
    );
    lines.push({ name: each.name, tried, run: each.run });
    writeTable();
  }
} finally {
  if (scratch === undefined) {
    buildah.clear();
    rmSync(folder, { recursive: true, force: true });
  }
}
const right = lines.filter(({ tried }) => tried.kind === 'right').length;
console.log(`lab build: ${right} of ${lines.length} migrated Dockerfiles build and run on Debian ${release}`);
process.exit(right === lines.length && right > 0 ? 0 : 1);

/** After each case, so that a long run that is stopped leaves what it found. */
function writeTable(): void {
  if (values.table === undefined) return;
  const before = existsSync(values.table) ? readFileSync(values.table, 'utf8') : '';
  const names = all.map(({ name }) => name);
  writeFileSync(values.table, buildTable(lines, earlierRows(before, names, lines), names, corpus, target));
}
