import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

/** Small images in every container form, built in memory for tests. */

export type Content = Uint8Array | string | { readonly link: string } | { readonly hardLink: string };
export type Files = readonly (readonly [name: string, content: Content])[];

export interface TestDescriptor {
  readonly mediaType?: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: object;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [more: string]: unknown;
}

export const TYPES = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
} as const;

export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A ustar archive. */
export function tar(files: Files): Buffer {
  const blocks: Buffer[] = [];
  for (const [name, content] of files) {
    const linked = typeof content === 'object' && !(content instanceof Uint8Array);
    const bytes = linked ? Buffer.alloc(0) : Buffer.from(content as string);
    const flag = !linked ? (name.endsWith('/') ? '5' : '0') : 'link' in content ? '2' : '1';
    const target = !linked ? '' : 'link' in content ? content.link : content.hardLink;
    blocks.push(header(name, bytes.length, flag, target), bytes, Buffer.alloc(-bytes.length & 511));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function header(name: string, size: number, flag: string, target: string): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write('0000644\0' + '0000000\0'.repeat(2), 100);
  block.write(size.toString(8).padStart(11, '0'), 124);
  block.write('00000000000', 136);
  block.write('        ' + flag, 148);
  block.write(target, 157, 100);
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** Blobs by digest, and the documents that name them. */
export interface Blobs {
  readonly bytes: Map<string, Buffer>;
  blob(content: Uint8Array | string | object, mediaType: string, more?: object): TestDescriptor;
  image(options?: ImageOptions): TestDescriptor;
  index(manifests: readonly object[]): TestDescriptor;
  /** As files of an OCI layout whose index.json lists these. */
  layout(manifests: readonly object[]): Files;
}

export interface ImageOptions {
  readonly layers?: readonly Uint8Array[];
  readonly architecture?: string;
  readonly variant?: string;
  readonly config?: object;
  readonly configType?: string;
  readonly layerType?: string;
  readonly layerMore?: object;
  readonly manifest?: object;
}

export function createBlobs(): Blobs {
  const bytes = new Map<string, Buffer>();
  const blobs: Blobs = {
    bytes,
    blob(content, mediaType, more = {}) {
      const stored = Buffer.from(typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
      bytes.set(sha256(stored), stored);
      return { mediaType, digest: sha256(stored), size: stored.length, ...more };
    },
    image(options = {}) {
      const layers = options.layers ?? [tar([['etc/os-release', 'ID=test\n']])];
      const { architecture = 'amd64', variant } = options;
      const config = {
        os: 'linux',
        architecture,
        variant,
        config: { Cmd: ['/bin/sh'] },
        rootfs: { type: 'layers', diff_ids: layers.map(sha256) },
        ...options.config,
      };
      return blobs.blob(
        {
          schemaVersion: 2,
          mediaType: TYPES.manifest,
          config: blobs.blob(config, options.configType ?? TYPES.config),
          layers: layers.map((layer) => blobs.blob(layer, options.layerType ?? TYPES.layer, options.layerMore)),
          ...options.manifest,
        },
        TYPES.manifest,
      );
    },
    index: (manifests) => blobs.blob({ schemaVersion: 2, mediaType: TYPES.index, manifests }, TYPES.index),
    layout: (manifests) => [
      ...[...bytes].map(([digest, content]) => [`blobs/${digest.replace(':', '/')}`, content] as const),
      ['index.json', JSON.stringify({ schemaVersion: 2, manifests })],
      ['oci-layout', '{"imageLayoutVersion":"1.0.0"}'],
    ],
  };
  return blobs;
}

export function named(descriptor: TestDescriptor, name: string): TestDescriptor {
  return { ...descriptor, annotations: { ...descriptor.annotations, 'org.opencontainers.image.ref.name': name } };
}

/** A folder of its own, gone after the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-subjects-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeFiles(folder: string, files: Files): string {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content as Uint8Array | string);
  }
  return folder;
}

export function writeTar(t: TestContext, files: Files, name: string = 'image.tar'): string {
  const path = join(temporaryFolder(t), name);
  writeFileSync(path, tar(files));
  return path;
}

export async function* chunked(bytes: Uint8Array, size: number = 4096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}
