import { decompress, encodingOf } from '../../formats/archive/decompress.ts';

/**
 * The decompressed bytes of a stream as they are pulled: gzip, zstd or plain, by magic. Throws FormatError as `decompress` does, and whatever
 * the source throws.
 */
export async function* decompressed(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { first, rest } = await lookInto(source, 6);
  const whole = rejoin(first, rest);
  yield* encodingOf(Buffer.concat(first)) === 'plain' ? whole : pulled(whole);
}

/** The first chunks, holding at least `length` bytes where there are that many, and an iterator over what follows them. */
export async function lookInto(
  source: AsyncIterable<Uint8Array>,
  length: number,
): Promise<{ readonly first: Uint8Array[]; readonly rest: AsyncIterator<Uint8Array> }> {
  const first: Uint8Array[] = [];
  const rest = source[Symbol.asyncIterator]();
  for (let have = 0; have < length;) {
    const next = await rest.next();
    if (next.done === true) break;
    first.push(next.value);
    have += next.value.length;
  }
  return { first, rest };
}

async function* pulled(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let wake: (() => void) | undefined;
  const held: (() => void)[] = [];
  let wanted = true;
  const signal = (): void => wake?.();
  /** The decoder goes on only when everything that it gave out was pulled, so that memory stays bounded. */
  const room = (): Promise<void> | undefined =>
    ready.length > 0 && wanted ? new Promise<void>((resolve) => held.push(resolve)) : undefined;
  const resume = (): void => {
    for (const goOn of held.splice(0)) goOn();
  };
  let outcome: { readonly failure?: unknown } | undefined;
  const settle = (failure?: unknown): void => {
    outcome = failure === undefined ? {} : { failure };
    signal();
  };
  const take = (chunk: Uint8Array): boolean => {
    ready.push(chunk);
    signal();
    return wanted;
  };
  decompress(source, take, { room }).then(() => settle(), settle);
  try {
    for (;;) {
      while (ready.length > 0) yield ready.shift()!;
      if (outcome !== undefined) break;
      const more = new Promise<void>((resolve) => (wake = resolve));
      resume();
      await more;
    }
    if (outcome.failure !== undefined) throw outcome.failure;
  } finally {
    wanted = false;
    resume();
  }
}

/** A stream that was looked into, whole again. */
export async function* rejoin(first: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
