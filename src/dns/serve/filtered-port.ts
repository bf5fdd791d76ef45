import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Closer } from './serve.ts';

/** Connections that fill the kernel's queue: its length is the backlog plus one, and one more may be half open. */
const fillers = 4;

/**
 * A port whose SYNs vanish, as behind a filter, without any firewall: a thread listens and then never accepts, and the queue of
 * accepted-to-be connections is filled; Linux drops the SYNs that no longer fit.
 */
export async function listenWithoutAccepting(address: string, port: number): Promise<Closer> {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const server = require('node:net').createServer();
     server.on('error', (error) => parentPort.postMessage({ code: error.code, message: error.message }));
     server.listen({ host: workerData.address, port: workerData.port, backlog: 1 }, () => {
       parentPort.postMessage({ listening: true });
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true, workerData: { address, port } },
  );
  const [message]: unknown[] = await once(worker, 'message');
  if (isFailure(message)) {
    await worker.terminate();
    throw Object.assign(new Error(message.message), { code: message.code, syscall: 'listen' });
  }
  const sockets = Array.from({ length: fillers }, () => fill(address, port));
  return async () => {
    for (const socket of sockets) socket.destroy();
    await worker.terminate();
  };
}

function fill(address: string, port: number): Socket {
  const socket = connect(port, address);
  socket.on('error', () => socket.destroy());
  return socket;
}

function isFailure(message: unknown): message is { code: string; message: string } {
  return typeof message === 'object' && message !== null && 'code' in message;
}
