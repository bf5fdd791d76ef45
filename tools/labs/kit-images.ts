import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Platform } from '../../src/image/source.ts';
import { aptInstall, hostEnvironment } from '../apt.ts';
import { section } from '../section.ts';

/** One image of the kit with the truth that the kit records about it. */
export interface KitImage {
  readonly name: string;
  /** As skopeo says it: `docker-archive:PATH:NAME`, `oci:PATH:TAG`. */
  readonly skopeo: string;
  /** The same as a subject of basewise. */
  readonly subject: string;
  readonly platform: Platform;
  /** The platforms that must be offered when the image is refused. */
  readonly choices?: readonly string[];
}

/** The folder with the kit's images: $BASEWISE_IMAGES, what `conformance` kept in $BASEWISE_KIT_BUILD, or the groups edge and go built from the kit into a folder that `done` removes. */
export function kitImages(): { readonly folder: string; readonly images: readonly KitImage[]; readonly done: () => void } {
  const kits = resolve(process.env['BASEWISE_KITS'] ?? '../shared');
  if (!existsSync(join(kits, 'images/expect'))) throw new Error(`no kits at ${kits}; set BASEWISE_KITS`);
  const kept = join(process.env['BASEWISE_KIT_BUILD'] ?? '', 'images');
  const given = process.env['BASEWISE_IMAGES'] ?? (existsSync(join(kept, '.built')) ? kept : undefined);
  const folder = given ?? build(kits);
  const expectations = join(kits, 'images/expect');
  const images = readdirSync(expectations)
    .sort()
    .flatMap((file) => readExpectation(join(expectations, file), folder));
  return { folder, images, done: () => (given === undefined ? rmSync(folder, { recursive: true, force: true }) : undefined) };
}

function build(kits: string): string {
  aptInstall('skopeo umoci buildah zstd jq gcc make unzip python3 curl xz-utils'.split(' '));
  const folder = mkdtempSync(join(tmpdir(), 'basewise-lab-images-'));
  const made = section('building the image groups edge and go', () =>
    spawnSync('bash', [join(kits, 'images/make-images.sh'), folder, 'edge', 'go'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: hostEnvironment(),
    }),
  );
  // Its last step makes helpers that no lab needs and that want more packages.
  if (made.status !== 0 && !existsSync(join(folder, 'go-static-alpine.docker.tar')))
    throw new Error(`make-images.sh failed\n${made.stderr.split('\n').slice(-20).join('\n')}`);
  return folder;
}

function readExpectation(file: string, folder: string): readonly KitImage[] {
  const { image, reference, architecture, choices } = JSON.parse(readFileSync(file, 'utf8')) as {
    image: string;
    reference: string;
    architecture?: string;
    choices?: string[];
  };
  const skopeo = reference.replace('OUT/', `${folder}/`);
  const path = skopeo.split(':')[1] ?? '';
  if (!existsSync(path)) return [];
  return [
    {
      name: image,
      skopeo,
      subject: skopeo,
      platform: { os: 'linux', architecture: architecture ?? 'amd64' },
      ...(choices === undefined ? {} : { choices }),
    },
  ];
}
