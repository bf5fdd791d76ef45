import type { Client, ClientFamily } from '../client.ts';
import { glibcFamily } from '../glibc/versions.ts';
import { muslFamily } from '../musl/versions.ts';
import { startLookup } from './lookup.ts';
import { startResolve } from './resolve.ts';

/** `node-resolve4`, `node-resolve6`, and `node-lookup-` in front of the libc that Node runs on: `node-lookup-glibc-2.36`. */
export const nodeFamily: ClientFamily = {
  known: ['node-resolve4', 'node-resolve6', 'node-lookup-glibc-2.36', 'node-lookup-musl-1.2.5'],
  find: (id) => {
    const resolve = /^node-resolve([46])$/.exec(id);
    if (resolve !== null) return resolver(id, resolve[1] === '4' ? 'inet' : 'inet6');
    const libcId = /^node-lookup-(.*)$/.exec(id)?.[1];
    const libc = libcId === undefined ? undefined : (glibcFamily.find(libcId) ?? muslFamily.find(libcId));
    return libc === undefined ? undefined : lookup(id, libc);
  },
};

function resolver(id: string, family: 'inet' | 'inet6'): Client {
  return {
    id,
    family: 'node',
    certainty: family === 'inet' ? 'proven' : 'likely',
    repeats: false,
    start: (world) => startResolve(world, family),
  };
}

function lookup(id: string, libc: Client): Client {
  return { id, family: 'node', certainty: libc.certainty, repeats: libc.repeats, start: (world) => startLookup(world, libc) };
}
