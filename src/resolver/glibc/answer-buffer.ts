/**
 * Where a reply is received. The first one lies on the stack (1024 or 2048 bytes) until a reply does not fit; bytes of an earlier
 * message stay behind a shorter one, and glibc looks at the whole buffer when it compares questions.
 */
export interface AnswerBuffer {
  storage: Uint8Array;
  /** Bytes of the message that was received last. */
  length: number;
  capacity: number;
  /** Header of the last message in the buffer that `res_search` looks at, which is the original one even after reallocation. */
  searchRcode: number;
  readonly original: number;
}

const maxPacket = 65_536;

/** `size` 0 is a buffer that is allocated with its first message. */
export function answerBuffer(size: number): AnswerBuffer {
  return { storage: new Uint8Array(size), length: 0, capacity: size, searchRcode: 0, original: size };
}

export function receiveInto(buffer: AnswerBuffer, message: Uint8Array): void {
  if (message.length > buffer.capacity && buffer.capacity < maxPacket) {
    buffer.storage = new Uint8Array(0);
    buffer.capacity = maxPacket;
  }
  const received = message.length > buffer.capacity ? message.subarray(0, buffer.capacity) : message;
  if (received.length > buffer.storage.length) buffer.storage = received.slice();
  else buffer.storage.set(received);
  buffer.length = received.length;
  if (buffer.capacity === buffer.original && received.length >= 4) buffer.searchRcode = (received[3] ?? 0) & 15;
}

/** `hp->rcode = NOERROR` before a query. */
export function resetSearchRcode(buffer: AnswerBuffer): void {
  if (buffer.capacity === buffer.original) buffer.searchRcode = 0;
}

export function message(buffer: AnswerBuffer): Uint8Array {
  return buffer.storage.subarray(0, buffer.length);
}
