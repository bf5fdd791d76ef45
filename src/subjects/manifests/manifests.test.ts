import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FormatError } from '../../formats/format-error.ts';
import { parseDockerArchiveManifest } from './docker-archive-manifest.ts';
import { parseImageConfig } from './image-config.ts';
import { LARGEST_DOCUMENT } from './json-document.ts';
import { parseManifest } from './manifest.ts';
import { layerKind } from './media-type.ts';
import { fuzzTargets } from './manifests.fuzz.ts';
import { formatPlatform, parsePlatform } from './platform.ts';

/** Replaces one part of a JSON value, found by `steps`, with another value; the whole when the steps lead nowhere. */
function replaced(value: unknown, steps: readonly number[], by: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return by;
  const inner = replaced((value as Record<string, unknown>)[key], rest, by);
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
}

test('any JSON in the place of any part is read or refused with a FormatError', () => {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(null, -1, 1e300, 0.5, '', '\0', [], {}, '__proto__', 'sha256:', `sha512:${'0'.repeat(128)}`),
  );
  for (const target of fuzzTargets) {
    for (const seed of target.seeds()) {
      const whole = JSON.parse(new TextDecoder().decode(seed)) as unknown;
      fc.assert(
        fc.property(fc.array(fc.nat(8), { maxLength: 5 }), odd, (steps, value) => {
          try {
            void target.run(Buffer.from(JSON.stringify(replaced(whole, steps, value))));
          } catch (error) {
            if (!(error instanceof FormatError)) throw error;
          }
        }),
        { numRuns: 2000 },
      );
    }
  }
});

test('a document is bounded, of UTF-8 and no matter how deep', () => {
  for (const parse of [parseManifest, parseImageConfig, parseDockerArchiveManifest]) {
    assert.throws(() => parse(new Uint8Array(LARGEST_DOCUMENT + 1)), { code: 'manifest-too-large' });
    assert.throws(() => parse(Buffer.from('7b22ff223a317d', 'hex')), { code: 'manifest-bad-json' });
    assert.throws(() => parse(Buffer.from('['.repeat(1_000_000))), { code: 'manifest-bad-json' });
    assert.throws(() => parse(Buffer.from('['.repeat(1_000_000) + ']'.repeat(1_000_000))), FormatError);
  }
});

test('labels cannot reach a prototype', () => {
  const { config } = parseImageConfig(Buffer.from('{"config":{"Labels":{"__proto__":"x","constructor":"y"}}}'));
  assert.deepEqual(Object.entries(config.labels), [
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
  assert.equal(Object.getPrototypeOf(config.labels), null);
});

test('platforms are spelled in many ways', () => {
  for (const [text, normal] of Object.entries({
    'linux/amd64': 'linux/amd64',
    'linux/x86_64': 'linux/amd64',
    'linux/amd64/v1': 'linux/amd64',
    'linux/amd64/v3': 'linux/amd64/v3',
    'Linux/ARM64/v8': 'linux/arm64',
    'linux/aarch64': 'linux/arm64',
    'linux/arm64/v9': 'linux/arm64/v9',
    'linux/arm': 'linux/arm/v7',
    'linux/arm/7': 'linux/arm/v7',
    'linux/armhf': 'linux/arm/v7',
    'linux/armel': 'linux/arm/v6',
    'linux/arm/v6': 'linux/arm/v6',
    'linux/i386': 'linux/386',
    'linux/ppc64': 'linux/ppc64',
    'macos/arm64': 'darwin/arm64',
  })) {
    assert.equal(formatPlatform(parsePlatform(text)), normal, text);
  }
  for (const text of ['', 'linux', 'linux/', '/amd64', 'linux/arm/', 'linux/arm/v7/x', 'linux/a b', 'linux/constructor/\n'])
    assert.throws(() => parsePlatform(text), { code: 'platform-bad' }, text);
});

test('layers are known by their media type', () => {
  for (const [type, kind] of Object.entries({
    'application/vnd.oci.image.layer.v1.tar': 'filesystem',
    'application/vnd.oci.image.layer.v1.tar+zstd': 'filesystem',
    'application/vnd.docker.image.rootfs.diff.tar.gzip': 'filesystem',
    'application/vnd.docker.image.rootfs.diff.tar.zstd': 'filesystem',
    'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip': 'foreign',
    'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip': 'foreign',
    'application/vnd.oci.image.layer.v1.tar+gzip+encrypted': 'encrypted',
    'application/vnd.wasm.content.layer.v1+wasm': 'other',
    'application/vnd.in-toto+json': 'other',
  })) {
    assert.equal(layerKind(type), kind, type);
  }
  assert.equal(layerKind(undefined), 'filesystem');
});
