import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { exchange, type HttpResponse } from '../http/http-client.ts';
import type { EngineAddress } from './engine-address.ts';

/** One GET to a container engine. Rejects with Node's error when nobody answers. The path starts with `/`. */
export function askEngine(address: EngineAddress, path: string, signal: AbortSignal | undefined): Promise<HttpResponse> {
  // An engine may think for long before the first byte: it writes layers to a temporary place first.
  const send = (options: RequestOptions, secure = false): Promise<HttpResponse> =>
    exchange(
      (secure ? httpsRequest : httpRequest)({
        ...options,
        path,
        headers: { host: 'localhost', 'user-agent': 'basewise' },
        agent: false,
        signal,
      }),
      undefined,
      SILENCE_MS,
    );
  if (address.kind === 'socket') return send({ socketPath: address.path });
  return send({ host: address.host, port: address.port, ...address.tls }, address.tls !== undefined);
}

const SILENCE_MS = 10 * 60_000;
