import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { aptInstall, hostEnvironment } from '../tools/apt.ts';

/** A docker-archive with one gzip layer that holds about 500 MB of this machine's /usr, and the layer alone. */
export async function largeLayer(
  folder: string,
): Promise<{ readonly archive: string; readonly layer: string; readonly megabytes: number }> {
  const archive = join(folder, 'large.tar');
  const layer = join(folder, 'layer.tar.gz');
  if (!existsSync(archive)) {
    mkdirSync(folder, { recursive: true });
    // Libraries and data in the mix that images have; the tar is cut at a file boundary when 500 MB are reached.
    shell(
      `cd / && find usr/lib usr/share usr/bin -xdev -type f -size -64M -printf '%s\\t%p\\n' 2>/dev/null | sort -k2 | awk -F'\\t' '{t+=$1; if (t<=500e6) print $2}' | tar -cf "$1/layer.tar" --owner=0 --group=0 -T - && gzip -6 -k -f "$1/layer.tar"`,
      folder,
    );
    const diffId = await sha256(join(folder, 'layer.tar'));
    const config = JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [`sha256:${diffId}`] },
    });
    writeFileSync(join(folder, 'config.json'), config);
    writeFileSync(
      join(folder, 'manifest.json'),
      JSON.stringify([{ Config: 'config.json', RepoTags: ['bench/large:1'], Layers: ['layer.tar.gz'] }]),
    );
    shell('tar -cf "$1/large.new" -C "$1" manifest.json config.json layer.tar.gz', folder);
    renameSync(join(folder, 'large.new'), archive);
  }
  return { archive, layer, megabytes: Math.round(statSync(join(folder, 'layer.tar')).size / 1e6) };
}

/** The kit's two real images that the peers were measured on. */
export function kitImages(folder: string, kits: string): readonly { readonly name: string; readonly file: string }[] {
  const built = process.env['BASEWISE_IMAGES'] ?? folder;
  const files = [
    { name: 'node-sharp-alpine', file: join(built, 'node-sharp-alpine.docker.tar') },
    { name: 'debian12-slim-app', file: join(built, 'debian12-slim-app.oci.tar') },
  ];
  if (files.every(({ file }) => existsSync(file))) return files;
  aptInstall('skopeo umoci buildah mmdebstrap zstd jq gcc g++ make musl-tools unzip python3 maven curl xz-utils'.split(' '));
  const made = spawnSync('bash', [join(kits, 'images/make-images.sh'), built, 'node', 'debian12'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: hostEnvironment(),
  });
  if (made.status !== 0) throw new Error('the kit images could not be built');
  return files;
}

/** Installs the peer at the version that was compared; its shescape pin is not in the registry any more. */
export function installPeer(folder: string): string {
  const peer = join(folder, 'peer');
  if (!existsSync(join(peer, 'node_modules/snyk-docker-plugin'))) {
    mkdirSync(peer, { recursive: true });
    writeFileSync(
      join(peer, 'package.json'),
      JSON.stringify({ private: true, dependencies: { 'snyk-docker-plugin': '9.20.2' }, overrides: { shescape: '3.0.2' } }),
    );
    const install = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: peer,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (install.status !== 0) throw new Error('the peer could not be installed');
  }
  return resolve(peer);
}

function shell(script: string, folder: string): void {
  const run = spawnSync('bash', ['-o', 'pipefail', '-ec', script, 'bash', resolve(folder)], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (run.status !== 0) throw new Error(`exit ${run.status}: ${script}`);
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
