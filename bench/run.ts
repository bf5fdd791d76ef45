// `npm run bench`: CPU seconds and peak memory of basewise beside the floor and a peer, in one run. $BASEWISE_BENCH keeps what it builds; $BASEWISE_KITS,
// else ../shared, has the recipes of the real images. Prints a Markdown table.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installPeer, kitImages, largeLayer } from './images.ts';
import { manyEntries } from './many-entries.ts';
import { measure } from './measure.ts';
import type { Usage } from './measure.ts';

const kept = process.env['BASEWISE_BENCH'];
const folder = kept ?? mkdtempSync(join(tmpdir(), 'basewise-bench-'));
const kits = resolve(process.env['BASEWISE_KITS'] ?? '../shared');
/** As it is published. */
const program = resolve('dist/main.js');
const rows: (readonly [string, string, Usage, Usage | null])[] = [];

try {
  const empty = measure(['-e', '0'], 5);
  rows.push(['start', 'empty Node', empty, null]);
  rows.push(['start', 'basewise --help from source', measure(['src/main.ts', '--help'], 5), empty]);
  rows.push(['start', 'basewise --help from dist/', measure(['dist/main.js', '--help'], 5), empty]);
  rows.push([
    'one repository',
    'basewise check examples/orders',
    measure([program, 'check', 'examples/orders', '--format', 'json'], 5),
    empty,
  ]);
  const large = await largeLayer(join(folder, 'large'));
  const floor = measure([resolve('bench/decompress-and-digest.mjs'), large.layer]);
  rows.push([`one ${large.megabytes} MB layer`, 'decompress and digest alone', floor, null]);
  rows.push([`one ${large.megabytes} MB layer`, 'basewise check', measure([program, 'check', large.archive, '--format', 'json']), floor]);
  rows.push([
    `one ${large.megabytes} MB layer`,
    'basewise tree',
    measure([program, 'tree', large.archive, '/usr/bin', '--format', 'jsonl']),
    floor,
  ]);
  const many = await manyEntries(join(folder, 'many'), 1_000_000);
  // One run each: what matters here is the memory.
  rows.push(['1,000,000 entries', 'basewise tree', measure([program, 'tree', many, '--format', 'jsonl'], 1), null]);
  rows.push([
    '1,000,000 entries',
    'basewise check --on debian:13-slim',
    measure([program, 'check', many, '--on', 'debian:13-slim', '--format', 'json'], 1),
    null,
  ]);
  const peer = installPeer(folder);
  const peerScript = resolve('bench/peer-snyk.mjs');
  rows.push([`one ${large.megabytes} MB layer`, 'snyk-docker-plugin 9.20.2', measure([peerScript, large.archive], 3, peer), floor]);
  for (const { name, file } of kitImages(join(folder, 'images'), kits)) {
    const theirs = measure([peerScript, resolve(file)], 3, peer);
    rows.push([name, 'snyk-docker-plugin 9.20.2', theirs, null]);
    rows.push([name, 'basewise check, with every base at hand', measure([program, 'check', file, '--format', 'json']), theirs]);
    rows.push([
      name,
      'basewise check --on debian:13-slim',
      measure([program, 'check', file, '--on', 'debian:13-slim', '--format', 'json']),
      theirs,
    ]);
  }
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}
console.log('| work | program | CPU s | ratio | peak MiB |\n| --- | --- | --- | --- | --- |');
for (const [work, program, { cpu, peakMiB }, against] of rows) {
  console.log(
    `| ${work} | ${program} | ${cpu.toFixed(2)} | ${against === null ? '' : (cpu / against.cpu).toFixed(2)} | ${peakMiB.toFixed(0)} |`,
  );
}
