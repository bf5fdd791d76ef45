import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** One request as a test server saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface TestServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly seen: Seen[];
}

/** An HTTP server on loopback for one test. */
export async function serve(t: TestContext, answer: (request: Seen, response: ServerResponse) => void): Promise<TestServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      seen.push(one);
      answer(one, response);
    });
  });
  return { host: await listen(t, server), seen };
}

export async function listen(t: TestContext, server: Server, path?: string): Promise<string> {
  await new Promise<void>((resolve) => (path === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(path, resolve)));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return path ?? `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function send(
  response: ServerResponse,
  status: number,
  body: Uint8Array | string = '',
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}
