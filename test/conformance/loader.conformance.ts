// Every row of the kit's conformance/loader held against the simulation: outcome, set of messages, set of object paths.
//   BASEWISE_ROOTS   TARGET of the kit's make-roots.sh; rows whose file differs from the recorded one are skipped
//   BASEWISE_MICRO   work folder of `micro/run.mjs --roots TARGET --work DIR --keep`
//   BASEWISE_KITS    the kits, default ../shared; BASEWISE_TRUTH another folder of rows (`observe.mjs --out`)
// Arguments: names of roots, `--show N` deviations.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ask } from '../../src/cli/ldd/ask.ts';
import { onDemandRoot } from '../../src/cli/ldd/on-demand-root.ts';
import { inside, place, type Place } from '../../src/cli/ldd/place.ts';
import type { LoadRequest, LoadResult } from '../../src/loader/load-result.ts';
import { kitFolder } from './kit-folder.ts';

interface Row extends LoadRequest {
  readonly loader: string;
  readonly outcome: string;
  readonly messages: readonly string[];
  readonly objects?: readonly { readonly path: string }[];
  readonly sha: string;
}

interface Meta {
  readonly hostObjects: Readonly<Record<string, readonly string[]>>;
}

interface Tally {
  rows: number;
  skipped: number;
  outcome: number;
  messages: number;
  withObjects: number;
  objects: number;
  falseRuns: number;
  falseAlarms: number;
  unknown: number;
}

const words = process.argv.slice(2);
const shown = words.includes('--show') ? Number(words[words.indexOf('--show') + 1]) : 5;
const only = words.filter((word, i) => !word.startsWith('--') && words[i - 1] !== '--show');
const roots = process.env['BASEWISE_ROOTS'] ?? '';
const micro = process.env['BASEWISE_MICRO'] ?? '';
/** Its program calls the missing function; that the call is made is not to be seen without its code. */
const CALLS = 'unused-missing-function /app3';
let failed = false;
let compared = 0;

for (const file of globSync(
  join(process.env['BASEWISE_TRUTH'] ?? join(kitFolder(), 'conformance/loader/truth'), '*.jsonl.gz'),
).toSorted()) {
  const root = basename(file, '.jsonl.gz');
  if (only.length === 0 || only.includes(root)) compareRoot(root, file);
}
if (only.length === 0 || only.includes('micro')) compareMicro();
console.log(`${compared} rows compared${failed ? ', below the bar' : ''}`);
process.exit(failed || compared === 0 ? 1 : 0);

function compareRoot(root: string, file: string): void {
  const folder = join(roots, root);
  if (roots === '' || !existsSync(folder)) {
    console.log(`skipped ${root}: no tree in BASEWISE_ROOTS`);
    return;
  }
  const [head, ...rows] = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  const { hostObjects } = JSON.parse(head ?? '{}') as Meta;
  const start = process.cpuUsage();
  const rootfs = onDemandRoot(folder);
  const here = place(null, rootfs, {}, inside);
  const tallies = new Map<string, Tally>();
  const digests = new Map<string, string>();
  let left = shown;
  for (const line of rows) {
    const row = JSON.parse(line) as Row;
    const tally = tallies.get(row.mode) ?? {
      rows: 0,
      skipped: 0,
      outcome: 0,
      messages: 0,
      withObjects: 0,
      objects: 0,
      falseRuns: 0,
      falseAlarms: 0,
      unknown: 0,
    };
    tallies.set(row.mode, tally);
    const digest = digests.get(row.path) ?? digestOf(folder + row.path);
    digests.set(row.path, digest);
    if (digest !== row.sha) tally.skipped++;
    else if (!compareRow(row, answer(here, row), hostObjects, tally) && left-- > 0)
      console.log(
        `  ${row.mode} ${row.path} ${row.host ?? ''}: want ${row.outcome} ${JSON.stringify(row.messages.slice(0, 3))}, got ${summary(answer(here, row))}`,
      );
  }
  const { user, system } = process.cpuUsage(start);
  for (const [mode, tally] of tallies) report(`${root} ${mode}`, tally);
  console.log(`${root}: ${((user + system) / 1e6).toFixed(1)} s CPU, ${Math.round(process.memoryUsage().rss / 1e6)} MB resident`);
}

function answer(here: Place, { path, mode, host }: Row): LoadResult {
  return ask(here, { path, mode, ...(host === undefined ? {} : { host }) }, false).result;
}

function summary(result: LoadResult): string {
  return `${result.outcome} ${result.why ?? ''} ${JSON.stringify(result.messages.slice(0, 3))} ${JSON.stringify(result.objects.map((object) => object.path).slice(0, 5))}`;
}

/** A constructor that dies, or a program that the recorder could not end, are loads that succeeded (README of the kit). */
function compareRow(row: Row, result: LoadResult, hostObjects: Meta['hostObjects'], tally: Tally): boolean {
  const loaded = row.outcome === 'crash-after-load' || row.outcome === 'other';
  const want = loaded ? 'runs' : row.outcome;
  const outcome = result.outcome === want;
  const messages = sameSet(result.messages.slice(0, 300), row.messages) || (loaded && result.messages.length === 0);
  const held = new Set(row.mode.startsWith('dlopen') ? (hostObjects[row.host ?? ''] ?? []) : []);
  const paths = result.objects.map((object) => object.path).filter((path) => !held.has(path));
  const objects =
    row.objects === undefined ||
    sameSet(
      paths,
      row.objects.map((object) => object.path),
    );
  compared++;
  tally.rows++;
  if (outcome) tally.outcome++;
  else if (result.outcome === 'runs') tally.falseRuns++;
  else if (want === 'runs' && result.outcome !== 'unknown') tally.falseAlarms++;
  if (result.outcome === 'unknown') tally.unknown++;
  if (messages) tally.messages++;
  if (row.objects !== undefined) tally.withObjects++;
  if (row.objects !== undefined && objects) tally.objects++;
  return outcome && messages && objects;
}

function report(name: string, tally: Tally): void {
  const share = (part: number, all: number): string => (all === 0 ? '-' : `${((100 * part) / all).toFixed(2)} %`);
  const { rows, skipped, outcome, messages, objects, withObjects, falseRuns, falseAlarms, unknown } = tally;
  const good =
    outcome >= rows * 0.995 &&
    messages >= rows * 0.99 &&
    objects >= withObjects * 0.99 &&
    falseRuns === 0 &&
    falseAlarms <= rows * 0.005 &&
    unknown <= rows * 0.005;
  if (!good) failed = true;
  console.log(
    `${good ? 'ok  ' : 'FAIL'} ${name}: ${rows} rows (${skipped} skipped), outcome ${share(outcome, rows)}, messages ${share(messages, rows)}, objects ${share(objects, withObjects)}, false runs ${falseRuns}, false alarms ${falseAlarms}, unknown ${unknown}`,
  );
}

interface MicroRow extends LoadRequest {
  readonly loaders: readonly string[];
  readonly outcome: string;
  readonly messages: readonly string[];
  readonly objects?: readonly { readonly path: string }[];
}

function compareMicro(): void {
  const folder = join(kitFolder(), 'conformance/loader/micro');
  if (micro === '' || !existsSync(micro)) {
    console.log('skipped micro: no trees in BASEWISE_MICRO');
    return;
  }
  let rows = 0;
  let wrong = 0;
  let excused = 0;
  for (const file of globSync(join(folder, '*/expected.json')).toSorted()) {
    const name = basename(join(file, '..'));
    const places = new Map<string, Place>();
    for (const row of JSON.parse(readFileSync(file, 'utf8')) as MicroRow[]) {
      for (const loader of row.loaders) {
        const tree = join(micro, loader, name);
        if (!existsSync(tree)) continue;
        const here = places.get(loader) ?? place(null, onDemandRoot(tree), {}, inside);
        places.set(loader, here);
        rows++;
        if (sameMicro(here, row, loader.startsWith('musl'))) continue;
        if (`${name} ${row.path}` === CALLS) {
          excused++;
          continue;
        }
        wrong++;
        console.log(
          `  ${name} ${loader} ${row.mode} ${row.path}: want ${row.outcome} ${JSON.stringify(row.messages)} ${JSON.stringify(row.objects)}, got ${summary(microAnswer(here, row))}`,
        );
      }
    }
  }
  compared += rows;
  if (wrong > 0 || rows === 0) failed = true;
  console.log(
    `${wrong === 0 && rows > 0 ? 'ok  ' : 'FAIL'} micro: ${rows} queries, ${wrong} differ, ${excused} are calls at run time that loading does not show`,
  );
}

function microAnswer(here: Place, { path, mode, host, env, cwd, uid }: MicroRow, as: LoadRequest['mode'] = mode): LoadResult {
  const listed = as !== mode ? { host: '/lib/ld-musl-x86_64.so.1' } : host === undefined ? {} : { host };
  return ask(
    here,
    {
      path,
      mode: as,
      ...listed,
      ...(env === undefined ? {} : { env }),
      ...(cwd === undefined ? {} : { cwd }),
      ...(uid === undefined ? {} : { uid }),
    },
    false,
  ).result;
}

/** The recorder takes the objects of musl's `exec` from a second run with --list, and of all listings only absolute paths. */
function sameMicro(here: Place, row: MicroRow, musl: boolean): boolean {
  const result = microAnswer(here, row);
  const listing = musl && row.mode === 'exec' && row.objects !== undefined ? microAnswer(here, row, 'list') : result;
  const host = row.mode.startsWith('dlopen') ? ['/lib/x86_64-linux-gnu/libdl.so.2', '/lib/x86_64-linux-gnu/libc.so.6'] : [];
  const paths = listing.objects.map((object) => object.path).filter((path) => path.startsWith('/') && !host.includes(path));
  const objects =
    row.objects === undefined ||
    sameSet(
      paths,
      row.objects.map((object) => object.path),
    );
  return result.outcome === row.outcome && sameSet(result.messages, row.messages) && objects;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const [first, second] = [new Set(a), new Set(b)];
  return first.size === second.size && [...first].every((each) => second.has(each));
}

function digestOf(path: string): string {
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 8) : '';
}
