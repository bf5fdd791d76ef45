import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { spawnSync } from 'node:child_process';

/** A docker-archive with one gzip layer of so many small files and their folders, fifty to a folder. */
export async function manyEntries(folder: string, count: number): Promise<string> {
  const archive = join(folder, 'many.tar');
  if (existsSync(archive)) return archive;
  mkdirSync(folder, { recursive: true });
  const hash = createHash('sha256');
  const layer = join(folder, 'layer.tar.gz');
  await pipeline(Readable.from(tarOf(count, (bytes) => hash.update(bytes))), createGzip({ level: 1 }), createWriteStream(layer));
  const config = { architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: [`sha256:${hash.digest('hex')}`] } };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify([{ Config: 'config.json', RepoTags: ['bench/many:1'], Layers: ['layer.tar.gz'] }]),
  );
  const packed = spawnSync('tar', ['-cf', `${archive}.new`, '-C', folder, 'manifest.json', 'config.json', 'layer.tar.gz']);
  if (packed.status !== 0 || statSync(`${archive}.new`).size < 1e6) throw new Error('the archive could not be made');
  renameSync(`${archive}.new`, archive);
  return archive;
}

function* tarOf(count: number, onBytes: (bytes: Buffer) => void): Generator<Buffer> {
  let parts: Buffer[] = [];
  for (let entry = 0, file = 0; entry < count; entry++) {
    const place = `srv/data/set-${Math.floor(file / 5000)}/part-${Math.floor(file / 50) % 100}`;
    if (file % 50 === 0 && entry % 51 === 0) parts.push(header(`${place}/`, 0, '5'));
    else {
      const content = Buffer.alloc(512, 0);
      const length = content.write(`record ${file}\n`);
      parts.push(header(`${place}/record-${file++}.json`, length, '0'), content);
    }
    if (parts.length < 4000) continue;
    const bytes = Buffer.concat(parts);
    onBytes(bytes);
    yield bytes;
    parts = [];
  }
  const end = Buffer.concat([...parts, Buffer.alloc(1024)]);
  onBytes(end);
  yield end;
}

function header(name: string, size: number, flag: string): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, at: number, length: number): void => void block.write(value.toString(8).padStart(length - 1, '0'), at);
  block.write(name);
  octal(flag === '5' ? 0o755 : 0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write(`        ${flag}`, 148);
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
