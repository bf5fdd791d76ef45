import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { paidWords, savingWords } from '../../report/paid-size-words.ts';
import { BasewiseError } from '../../errors.ts';
import { describeBase } from '../describe-base.ts';
import { oneNode } from './fleet.ts';
import { parseFleetFile } from './fleet-file.ts';
import { paidSize, saving, sharedWith } from './paid-size.ts';
import { pulledFromCatalogue, pulledFromSource } from './pulled-image.ts';
import type { PulledImage, PulledLayer } from './pulled-image.ts';
import { parseBandwidth, parseBytes, parseCount } from './quantities.ts';

const layer = (blob: string | null, diffId: string | null, bytes: number | null): PulledLayer => ({ blob, diffId, bytes });
const image = (name: string, ...layers: readonly PulledLayer[]): PulledImage => ({ name, certainty: 'proven', source: 'test', layers });

const debian = layer('sha256:debian-gz', 'sha256:debian', 29_800_000);
const alpine = layer('sha256:alpine-gz', 'sha256:alpine', 3_800_000);

describe('size as it is paid', () => {
  it('counts what one pull transfers, then nodes, pulls and the wire', () => {
    const paid = paidSize(image('a', debian, layer('sha256:b', 'sha256:c', 200_000)), {
      ...oneNode,
      nodes: 200,
      pulls: 30,
      bitsPerSecond: 1e9,
      above: 390_000_000,
    });
    assert.equal(paid.pull, 420_000_000);
    assert.equal(paid.fleet, 420_000_000 * 6000);
    assert.equal(paid.seconds, 3.36);
  });

  it('says the sentence of the issue', () => {
    const fleet = { ...oneNode, above: 390_200_000 };
    const saved = saving(paidSize(image('debian', debian), fleet), paidSize(image('alpine', alpine), fleet));
    assert.ok(saved);
    assert.equal(savingWords(saved, fleet), 'saves 26.0 MB of 420 MB, 6 %, once a node');
  });

  it('pulls no layer that is there by its bytes, nor one whose whole chain is there in another compression', () => {
    const zstd = layer('sha256:debian-zst', 'sha256:debian', 25_000_000);
    const top = layer('sha256:top', 'sha256:top-tar', 1000);
    const fleet = { ...oneNode, present: [image('there', zstd, layer('sha256:x', 'sha256:x-tar', 5), top)] };
    const paid = paidSize(image('a', debian, layer('sha256:y', 'sha256:y-tar', 70), top), fleet);
    assert.equal(paid.pull, 70);
    assert.deepEqual(paid.shared, [{ with: 'there', layers: 2, bytes: 29_801_000 }]);
    // The same tar in another compression above a different layer has another chain.
    const other = paidSize(image('b', alpine, debian), { ...oneNode, present: [image('there', zstd)] });
    assert.equal(other.pull, 33_600_000);
  });

  it('counts a layer that is there twice, or in two images that are present, once', () => {
    const fleet = { ...oneNode, present: [image('one', debian), image('two', debian)] };
    const paid = paidSize(image('a', debian, alpine, alpine), fleet);
    assert.equal(paid.total, 33_600_000);
    assert.equal(paid.pull, 3_800_000);
    assert.deepEqual(paid.shared, [{ with: 'one', layers: 1, bytes: 29_800_000 }]);
    assert.equal(sharedWith(image('a', alpine, debian), image('b', debian))?.bytes, 29_800_000);
    assert.equal(sharedWith(image('a', alpine), image('b', debian)), null);
  });

  it('does not know what it cannot know, and says why', () => {
    assert.deepEqual(paidSize({ ...image('folder'), layers: null }, oneNode).unknown, [{ kind: 'no-layers' }]);
    const saved = pulledFromSource({
      name: 'docker save',
      layers: [{ diffId: 'sha256:a', size: 10_240, content: { kind: 'absent', why: '' } }],
    });
    assert.deepEqual(paidSize(saved, oneNode).unknown, [{ kind: 'no-size', layers: 1 }]);
    const plain = pulledFromSource({
      name: 'plain',
      layers: [{ digest: 'sha256:a', diffId: 'sha256:a', size: 10_240, content: { kind: 'absent', why: '' } }],
    });
    assert.equal(paidSize(plain, oneNode).pull, null);
    // What is there already costs nothing even where its size is not known.
    assert.equal(paidSize(saved, { ...oneNode, present: [saved] }).pull, 0);
    const named = paidSize(image('a', debian), { ...oneNode, present: [catalogue('debian:13-slim')] });
    assert.deepEqual(named.unknown, [{ kind: 'sharing', with: 'debian:13-slim' }]);
  });

  it('takes from the catalogue what was measured of that very image, and shares the base below', () => {
    assert.deepEqual(catalogue('scratch').layers, []);
    const base = catalogue('debian:13-slim');
    const node = catalogue('node:26.5.0-trixie-slim');
    assert.equal(base.layers?.length, 1);
    assert.equal(sharedWith(node, base)?.bytes, paidSize(base, oneNode).total);
    assert.equal(paidSize(node, oneNode).total, 84_626_114);
    // The size of a base is not that of an image that stands on it.
    assert.equal(paidSize(catalogue('python:3.13-slim'), oneNode).total, null);
    assert.equal(catalogue('gcr.io/distroless/cc-debian13').layers, null);
  });

  it('words say what is there already', () => {
    const fleet = { ...oneNode, nodes: 3, bitsPerSecond: 1e8, present: [image('there', debian)] };
    assert.equal(
      paidWords(paidSize(image('a', debian, alpine), fleet), fleet),
      '3.80 MB of 33.6 MB a pull, 3 nodes × 1 pull: 11.4 MB, 0.30 s on the wire; on the nodes already: 1 layer (29.8 MB) of there',
    );
    assert.match(paidWords(paidSize(image('a', debian), fleet), fleet), /^nothing of 29.8 MB a pull/);
  });
});

describe('quantities and the fleet file', () => {
  it('reads sizes, bandwidths and counts', () => {
    assert.deepEqual(
      ['390MB', '1.5 GiB', '1024', '10 kB', '7B'].map((text) => parseBytes(text, '--above')),
      [390e6, 1.5 * 1024 ** 3, 1024, 10_000, 7],
    );
    assert.deepEqual(
      ['1Gbit/s', '100Mbps', '12.5MB/s', '10 Mb/s', '1Mibit/s'].map((text) => parseBandwidth(text, '--bandwidth')),
      [1e9, 1e8, 1e8, 1e7, 1024 ** 2],
    );
    assert.equal(parseCount('200', '--nodes'), 200);
  });

  it('refuses what is none', () => {
    for (const text of ['', 'MB', '-1MB', '1 XB', '1e9']) assert.throws(() => parseBytes(text, '--above'), BasewiseError, text);
    for (const text of ['0Gbit/s', '1G', '100', 'fast', '1GB'])
      assert.throws(() => parseBandwidth(text, '--bandwidth'), BasewiseError, text);
    for (const text of ['0', '-3', '1.5', 'many', '99999999999999999999'])
      assert.throws(() => parseCount(text, '--nodes'), BasewiseError, text);
  });

  it('reads a fleet file, and refuses keys and values that mean nothing', () => {
    assert.deepEqual(parseFleetFile('nodes: 200\npulls: 30\nbandwidth: 1Gbit/s\nabove: 390MB\npresent: [debian:13-slim]\n', 'fleet.yaml'), {
      nodes: 200,
      pulls: 30,
      bitsPerSecond: 1e9,
      above: 390e6,
      present: ['debian:13-slim'],
    });
    assert.deepEqual(parseFleetFile('', 'fleet.yaml'), {});
    for (const text of [
      'node: 3',
      'nodes: [1]',
      'nodes: many',
      'present: debian',
      'present: [1]',
      '- 1',
      'a: [',
      'bandwidth: 5',
      'nodes: ',
    ]) {
      assert.throws(() => parseFleetFile(text, 'fleet.yaml'), BasewiseError, text);
    }
  });
});

function catalogue(name: string): PulledImage {
  return pulledFromCatalogue(describeBase(name, '2026-11-24'));
}
