// A small order service: takes orders as JSON, answers with an ETag, keeps staff passwords as argon2 hashes.
import { createServer } from 'node:http';
import { xxh64 } from '@node-rs/xxhash';
import argon2 from 'argon2';
import bufferutil from 'bufferutil';

const staff = new Map();
const orders = [];

const server = createServer(async (request, response) => {
  const body = await readAll(request);
  if (request.method === 'PUT' && request.url === '/staff') {
    const { name, password } = JSON.parse(body);
    staff.set(name, await argon2.hash(password));
    response.writeHead(204).end();
  } else if (request.method === 'POST' && request.url === '/orders') {
    orders.push(masked(body));
    response.writeHead(201, { etag: `"${xxh64(body).toString(16)}"` }).end();
  } else {
    response.writeHead(404).end();
  }
});

server.listen(Number(process.env.PORT ?? 8080));

async function readAll(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Orders rest in memory masked, so that a core dump does not show them in plain text. */
function masked(bytes) {
  const mask = Buffer.from([7, 77, 177, 17]);
  const out = Buffer.alloc(bytes.length);
  bufferutil.mask(bytes, mask, out, 0, bytes.length);
  return out;
}
