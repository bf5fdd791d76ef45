// `npm run conformance [NAME…]`: holds basewise against the recorded truth of the kits ($BASEWISE_KITS, else ../shared next to the checkout).
// Builds real images and root trees from the kits' recipes into a temporary folder ($BASEWISE_KIT_BUILD keeps and reuses it), then runs every
// test/conformance/*.conformance.ts. Each prints its table; its last line is its summary. Exits 1 when one fails, also when it skipped over 5 % of its rows.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { aptInstall, hostEnvironment } from './apt.ts';
import { section } from './section.ts';

const imagePackages =
  'skopeo umoci buildah mmdebstrap docker-registry apache2-utils zstd jq gcc g++ make musl-tools unzip python3 maven curl xz-utils'.split(
    ' ',
  );
const rootPackages = 'gcc musl musl-tools binutils curl xz-utils python3 make zstd unzip rpm db5.3-util'.split(' ');
const kits = resolve(process.env['BASEWISE_KITS'] ?? '../shared');
if (!existsSync(join(kits, 'conformance'))) {
  console.error(`conformance: no kits at ${kits}; set BASEWISE_KITS`);
  process.exit(2);
}
const only = process.argv.slice(2);
const build = process.env['BASEWISE_KIT_BUILD'] ?? mkdtempSync(join(tmpdir(), 'basewise-kits-'));
const keep = process.env['BASEWISE_KIT_BUILD'] !== undefined;
const images = join(build, 'images');
const roots = join(build, 'roots');
const micro = join(build, 'micro');
const scripts = globSync('test/conformance/*.conformance.ts').filter(
  (file) => only.length === 0 || only.some((name) => file.includes(name)),
);
const summaries: string[] = [];
let failed = false;

try {
  if (scripts.some((file) => /images|check|base/.test(file))) buildOnce(images, 'images/make-images.sh', imagePackages);
  if (scripts.some((file) => /loader|elf|ldd/.test(file))) buildOnce(roots, 'conformance/loader/make-roots.sh', rootPackages);
  if (scripts.some((file) => file.includes('loader'))) runMicro();
  for (const script of scripts) {
    const name = basename(script, '.conformance.ts');
    const run = section(name, () =>
      spawnSync(process.execPath, [script], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
        maxBuffer: 1 << 28,
        env: { ...process.env, BASEWISE_KITS: kits, BASEWISE_IMAGES: images, BASEWISE_ROOTS: roots, BASEWISE_MICRO: micro },
      }),
    );
    process.stdout.write(run.stdout);
    failed ||= run.status !== 0;
    summaries.push(`${run.status === 0 ? 'ok    ' : 'FAILED'} ${name}: ${run.stdout.trimEnd().split('\n').at(-1) ?? ''}`);
  }
} finally {
  if (!keep) rmSync(build, { recursive: true, force: true });
}
console.log(`\nconformance\n${summaries.join('\n')}`);
process.exit(failed ? 1 : 0);

/** Builds the loader kit's one-question cases and runs the real loaders on them, leaving the trees; a difference from the recording is the kit's matter and is shown. */
function runMicro(): void {
  if (existsSync(micro)) return;
  const script = join(kits, 'conformance/loader/micro/run.mjs');
  const run = section('micro cases under the real loaders', () =>
    spawnSync('node', [script, '--roots', roots, '--work', micro, '--keep'], { encoding: 'utf8', env: hostEnvironment() }),
  );
  if (run.status !== 0) process.stderr.write(`${run.stdout.split('\n').slice(-10).join('\n')}${run.stderr.slice(-2000)}\n`);
}

/** Runs a kit's recipe once; a finished build is marked, so that a kept folder is reused and a broken one is made again. */
function buildOnce(out: string, recipe: string, packages: readonly string[]): void {
  const mark = join(out, '.built');
  if (existsSync(mark)) return;
  aptInstall(packages);
  mkdirSync(out, { recursive: true });
  const made = section(`building ${basename(out)} from the kit`, () =>
    spawnSync('bash', [join(kits, recipe), out], { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', env: hostEnvironment() }),
  );
  if (made.status !== 0) {
    console.error(made.stderr.split('\n').slice(-30).join('\n'));
    throw new Error(`${recipe} failed with exit ${made.status}`);
  }
  writeFileSync(mark, '');
}
