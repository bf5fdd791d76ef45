// Stacks of random layers, merged here and by umoci (`umoci raw unpack`), entry by entry. What umoci refuses, no engine runs: such stacks are
// counted and left out. $BASEWISE_LAYER_STACKS says how many (default 200), $BASEWISE_LAYER_SEED where the random numbers start.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tarOf, type TarLiteral } from '../../src/formats/archive/write-tar.suite.ts';
import { imageOf } from '../../src/image/layers.suite.ts';
import { randomNumbers } from '../../tools/mutate.ts';

if (spawnSync('umoci', ['--version']).status !== 0) {
  console.log('skipped: umoci is not installed');
  process.exit(1);
}
const stacks = Number(process.env['BASEWISE_LAYER_STACKS'] ?? 200);
const random = randomNumbers(Number(process.env['BASEWISE_LAYER_SEED'] ?? 1));
const folder = mkdtempSync(join(tmpdir(), 'basewise-umoci-'));
const names = ['a', 'b', 'c', 'lib', 'usr'];
let compared = 0;
let refused = 0;
let wrong = 0;

try {
  for (let stack = 0; stack < stacks; stack++) {
    const used: string[] = [];
    const layers = Array.from({ length: 2 + pick(3) }, () => randomLayer(used));
    const theirs = unpacked(layers);
    if (theirs === null) {
      refused++;
      continue;
    }
    compared++;
    const ours = await merged(layers, new Set(theirs));
    if (JSON.stringify(ours) === JSON.stringify(theirs)) continue;
    wrong++;
    console.log(`WRONG stack ${stack}\n${layers.map((layer, i) => `  layer ${i}: ${layer.map(shown).join('  ')}`).join('\n')}`);
    console.log(`  here : ${ours.join('  ')}\n  umoci: ${theirs.join('  ')}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${compared - wrong} of ${compared} layer stacks merged as umoci does, ${refused} that umoci refuses`);
process.exit(wrong === 0 && compared > stacks / 4 ? 0 : 1);

function pick(count: number): number {
  return Math.floor(random() * count);
}

function randomPath(): string {
  return Array.from({ length: 1 + pick(3) }, () => names[pick(names.length)] ?? 'a').join('/');
}

/** Whiteouts and hard links name what earlier entries named, or umoci would refuse nearly every stack; it also makes no directories for whiteouts. */
function randomLayer(used: string[]): TarLiteral[] {
  const lower = [...used];
  return Array.from({ length: 1 + pick(7) }, () => randomEntry(used, lower));
}

function randomEntry(used: string[], lower: readonly string[]): TarLiteral {
  const earlier = lower[pick(lower.length)];
  const kind = pick(9);
  if (kind < 2 && earlier !== undefined) {
    const cut = earlier.lastIndexOf('/') + 1;
    return { name: kind === 0 ? `${earlier.slice(0, cut)}.wh.${earlier.slice(cut)}` : `${earlier.slice(0, cut)}.wh..wh..opq` };
  }
  const path = randomPath();
  const before = used[pick(used.length)];
  used.push(path);
  if (kind === 2 && before !== undefined) return { name: path, flag: '1', linkName: before };
  if (kind === 3) return { name: path, linkName: `${['', '/', '../'][pick(3)]}${randomPath()}` };
  return kind < 6 ? { name: `${path}/`, mode: 0o700 + pick(0o100) } : { name: path, content: String(pick(1000)) };
}

function shown({ name, flag, linkName, content }: TarLiteral): string {
  return linkName !== undefined
    ? `${name} ${flag === '1' ? '=' : '->'} ${linkName}`
    : `${name}${typeof content === 'string' ? ` "${content}"` : ''}`;
}

/** Engines (moby, containers/storage, containerd) make missing parents of a whiteout, umoci does not: such directories are left out. */
async function merged(layers: readonly (readonly TarLiteral[])[], theirs: ReadonlySet<string>): Promise<string[]> {
  const { tree } = await imageOf(layers);
  const entries = [...tree.entries()].filter(({ path }) => path !== '/');
  // The parents of a whiteout are made here, as containerd and moby do, and not by umoci: a directory that holds nothing else is left out of the comparison,
  // and so is one that such a directory alone kept from being whited out.
  const implied = entries.filter(({ identity }) => identity.startsWith('implied')).map(({ path }) => path);
  const holdsOnlyImplied = (folder: string): boolean =>
    implied.some((path) => path === folder || path.startsWith(`${folder}/`)) &&
    entries.every(({ path }) => !path.startsWith(`${folder}/`) || implied.includes(path));
  return entries
    .map((entry) => ({
      left: entry.type === 'dir' && holdsOnlyImplied(entry.path),
      text: line(entry.path, entry.type, entry.target ?? entry.sha256?.slice(0, 8) ?? '', entry.type === 'dir' ? 1 : entry.nlink),
    }))
    .filter(({ left, text }) => !left || theirs.has(text))
    .map(({ text }) => text)
    .sort();
}

function unpacked(layers: readonly (readonly TarLiteral[])[]): string[] | null {
  rmSync(join(folder, 'oci'), { recursive: true, force: true });
  rmSync(join(folder, 'root'), { recursive: true, force: true });
  writeLayout(
    join(folder, 'oci'),
    layers.map((layer) => tarOf(...layer)),
  );
  const run = spawnSync('umoci', ['raw', 'unpack', '--image', `${join(folder, 'oci')}:x`, join(folder, 'root')], { encoding: 'utf8' });
  return run.status === 0 ? listed(join(folder, 'root'), '').sort() : null;
}

function listed(root: string, below: string): string[] {
  return readdirSync(join(root, below)).flatMap((name) => {
    const path = `${below}/${name}`;
    const stats = lstatSync(root + path);
    if (stats.isDirectory()) return [line(path, 'dir', '', 1), ...listed(root, path)];
    if (stats.isSymbolicLink()) return [line(path, 'symlink', readlinkSync(root + path), stats.nlink)];
    return [line(path, 'file', sha256(readFileSync(root + path)).slice(0, 8), stats.nlink)];
  });
}

function line(path: string, type: string, what: string, links: number): string {
  return `${path}(${type} ${what} x${links})`;
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function writeLayout(path: string, tars: readonly Buffer[]): void {
  mkdirSync(join(path, 'blobs/sha256'), { recursive: true });
  const blob = (bytes: Buffer, mediaType: string): object => {
    writeFileSync(join(path, 'blobs/sha256', sha256(bytes)), bytes);
    return { mediaType, digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const json = (value: unknown, type: string): object =>
    blob(Buffer.from(JSON.stringify(value)), `application/vnd.oci.image.${type}.v1+json`);
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) },
  };
  const layers = tars.map((tar) => blob(gzipSync(tar), 'application/vnd.oci.image.layer.v1.tar+gzip'));
  const manifest = json({ schemaVersion: 2, config: json(config, 'config'), layers }, 'manifest');
  const named = { ...manifest, annotations: { 'org.opencontainers.image.ref.name': 'x' } };
  writeFileSync(join(path, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [named] }));
  writeFileSync(join(path, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
}
