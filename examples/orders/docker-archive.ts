import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes an image as `docker save` does: one uncompressed layer per folder, a configuration, manifest.json. GNU tar makes the archives. */
export function writeDockerArchive(
  file: string,
  tag: string,
  layerFolders: readonly string[],
  config: Readonly<Record<string, unknown>>,
): void {
  const work = mkdtempSync(join(tmpdir(), 'basewise-archive-'));
  try {
    const layers = layerFolders.map((folder) => packLayer(folder, work));
    const image = {
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config,
      rootfs: { type: 'layers', diff_ids: layers.map((id) => `sha256:${id}`) },
      history: layers.map(() => ({ created_by: 'examples/orders/build-images.ts' })),
    };
    const text = JSON.stringify(image);
    const id = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(work, `${id}.json`), text);
    writeFileSync(
      join(work, 'manifest.json'),
      JSON.stringify([{ Config: `${id}.json`, RepoTags: [tag], Layers: layers.map((layer) => `${layer}/layer.tar`) }]),
    );
    tar(['-cf', file, '-C', work, 'manifest.json', `${id}.json`, ...new Set(layers)]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function packLayer(folder: string, work: string): string {
  const packed = join(work, 'layer.tar');
  tar(['-cf', packed, '--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@1700000000', '-C', folder, '.']);
  const id = createHash('sha256').update(readFileSync(packed)).digest('hex');
  mkdirSync(join(work, id), { recursive: true });
  renameSync(packed, join(work, id, 'layer.tar'));
  return id;
}

function tar(args: readonly string[]): void {
  const result = spawnSync('tar', args, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`tar ${args.join(' ')}: exit ${result.status}\n${result.stderr}`);
}
