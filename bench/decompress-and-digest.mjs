// The floor: decompress a layer and compute both digests, nothing else. node bench/decompress-and-digest.mjs LAYER.tar.gz
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const stored = createHash('sha256');
const plain = createHash('sha256');
const mebibyte = 1 << 20;
const gunzip = createGunzip({ chunkSize: mebibyte });
const source = createReadStream(process.argv[2], { highWaterMark: mebibyte });
source.on('data', (chunk) => stored.update(chunk));
for await (const chunk of source.pipe(gunzip)) plain.update(chunk);
console.log(stored.digest('hex'), plain.digest('hex'));
