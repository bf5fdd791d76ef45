import type { HttpResponse } from './http-client.ts';

/** The whole body, null when it is longer than `most` bytes. */
export async function readBody(response: HttpResponse, most: number): Promise<Uint8Array | null> {
  if (Number(response.headers['content-length'] ?? 0) > most) {
    response.discard();
    return null;
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > most) {
      response.discard();
      return null;
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}
