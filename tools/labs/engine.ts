// `node tools/labs/engine.ts`: reads images out of Debian's podman through its socket, by its own interface and by its Docker one, and out of what
// `podman save` writes, piped in, in both archive forms and compressed; every tree must equal the one read from the file that podman loaded. Exits 1 on a
// mismatch. Docker itself does not run here; src/subjects/README.md says what that leaves open.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import { BasewiseError } from '../../src/errors.ts';
import type { OpenOptions } from '../../src/subjects/open-subject.ts';
import { readSubject } from '../../src/subjects/read-subject.ts';
import { aptInstall } from '../apt.ts';
import { kitImages, type KitImage } from './kit-images.ts';
import { treeDigest } from './tree-digest.ts';

aptInstall(['podman', 'skopeo']);
const { images, done } = kitImages();
const folder = mkdtempSync(join(tmpdir(), 'basewise-lab-engine-'));
const storage = [
  '--root',
  join(folder, 'root'),
  '--runroot',
  join(folder, 'run'),
  '--storage-driver',
  'vfs',
  '--cgroup-manager',
  'cgroupfs',
  '--events-backend',
  'file',
];
const socket = join(folder, 'podman.sock');
writeFileSync(join(folder, 'policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}');
const service = spawn('podman', [...storage, 'system', 'service', '--time=0', `unix://${socket}`], { stdio: 'ignore' });
const wanted = /^(?:go-|edge-whiteouts$|edge-opaque-last$|edge-usrmerge|edge-multiarch-multi$)/;
let checks = 0;
const wrong: string[] = [];
const skipped: string[] = [];

try {
  for (let tries = 0; tries < 100 && !existsSync(socket); tries++) await sleep(100);
  if (!existsSync(socket)) throw new Error('podman system service does not start here');
  for (const image of images.filter(({ name }) => wanted.test(name))) await checkImage(image);
  const missing = await outcome('podman:no-such-image', { environment: { CONTAINER_HOST: `unix://${socket}` } });
  check('an absent image is said to be so', missing, 'image-missing');
} finally {
  service.kill();
  spawnSync('podman', [...storage, 'rmi', '-a', '-f'], { stdio: 'ignore' });
  rmSync(folder, { recursive: true, force: true });
  done();
}
for (const line of skipped) console.log(`skipped ${line}`);
for (const line of wrong) console.log(`WRONG ${line}`);
console.log(
  `lab engine: ${checks - wrong.length} of ${checks} checks right, ${skipped.length} images skipped; podman as an engine and as a writer of archives`,
);
process.exit(wrong.length === 0 && checks > 0 ? 0 : 1);

function check(name: string, found: unknown, expected: unknown): void {
  checks++;
  if (found !== expected) wrong.push(`${name}: found ${String(found)}, expected ${String(expected)}`);
}

async function checkImage(image: KitImage): Promise<void> {
  const tag = `localhost/lab/${image.name}:1`;
  const copy = spawnSync(
    'skopeo',
    [
      '--policy',
      join(folder, 'policy.json'),
      'copy',
      '-q',
      image.skopeo,
      `containers-storage:[vfs@${join(folder, 'root')}+${join(folder, 'run')}]${tag}`,
    ],
    { encoding: 'utf8' },
  );
  if (copy.status !== 0) return void skipped.push(`${image.name}: skopeo does not store it: ${lastLine(copy.stderr)}`);
  const saved = spawnSync('podman', [...storage, 'save', '-q', '-o', join(folder, 'saved.tar'), tag], { encoding: 'utf8' });
  rmSync(join(folder, 'saved.tar'), { force: true });
  if (saved.status !== 0) return void skipped.push(`${image.name}: podman cannot save it: ${lastLine(saved.stderr)}`);
  const { platform } = image;
  const truth = await outcome(image.subject, { platform });
  const unix = `unix://${socket}`;
  const found = {
    "through podman's interface": await outcome(`podman:${tag}`, { platform, environment: { CONTAINER_HOST: unix } }),
    "through Docker's interface": await outcome(`docker:${tag}`, { platform, environment: { DOCKER_HOST: unix } }),
    'by a short name': await outcome(`podman:lab/${image.name}:1`, { platform, environment: { CONTAINER_HOST: unix } }),
    'piped in as a docker-archive': await outcome('-', { platform, stdin: save(tag, 'docker-archive') }),
    'piped in as an OCI archive': await outcome('-', { platform, stdin: save(tag, 'oci-archive') }),
    'piped in with gzip': await outcome('-', { platform, stdin: save(tag, 'docker-archive').pipe(createGzip({ level: 1 })) }),
    'piped in with zstd': await outcome('-', { platform, stdin: save(tag, 'oci-archive').pipe(createZstdCompress()) }),
  };
  const before = wrong.length;
  for (const [way, tree] of Object.entries(found)) check(`${image.name} ${way}`, tree, truth);
  console.log(
    `${wrong.length === before ? 'ok    ' : 'WRONG '} ${image.name}: ${Object.keys(found).length} ways, tree ${truth.slice(0, 12)}`,
  );
}

function lastLine(text: string): string {
  return (text.trim().split('\n').at(-1) ?? '').slice(-160);
}

function save(tag: string, format: string): Readable {
  return spawn('podman', [...storage, 'save', '-q', '--format', format, tag], { stdio: ['ignore', 'pipe', 'ignore'] }).stdout;
}

/** The digest of the tree, or the code of the refusal. podman squashes no layers, but it may leave out empty ones. */
async function outcome(text: string, options: OpenOptions): Promise<string> {
  try {
    return treeDigest((await readSubject(text, options, { digests: true })).rootfs.tree, { layers: false })[0];
  } catch (error) {
    if (error instanceof BasewiseError) return error.code;
    throw error;
  }
}
