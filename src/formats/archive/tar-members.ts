import type { TarEntry } from './tar-entry.ts';
import { createTarReader } from './tar-reader.ts';

/** One entry of an archive that arrives as a stream. Its content must be read (or left) before the next entry is asked for. */
export interface TarMember {
  readonly entry: TarEntry;
  /** The file's bytes, without holes filled in: for archives of archives, which are never sparse. Can be read once. */
  readonly content: AsyncIterable<Buffer>;
}

/**
 * The entries of an uncompressed archive one by one, pulled from `source` as they are consumed; what is not read of an entry is passed over.
 * @throws FormatError as `createTarReader`
 */
export async function* tarMembers(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarMember> {
  const events: Event[] = [];
  const reader = createTarReader({
    entry(entry) {
      events.push({ kind: 'entry', entry });
      return true;
    },
    data(chunk) {
      events.push({ kind: 'data', chunk });
      return true;
    },
    hole: () => true,
    end: () => void events.push({ kind: 'end' }),
  });
  const pieces = source[Symbol.asyncIterator]();
  let finished = false;

  async function nextEvent(): Promise<Event | null> {
    while (events.length === 0 && !finished) {
      const piece = await pieces.next();
      if (piece.done === true) {
        finished = true;
        reader.finish();
      } else {
        reader.push(piece.value);
      }
    }
    return events.shift() ?? null;
  }

  async function* content(): AsyncGenerator<Buffer> {
    for (;;) {
      const event = await nextEvent();
      if (event === null || event.kind === 'end') return;
      if (event.kind === 'data') yield event.chunk;
    }
  }

  try {
    for (let event = await nextEvent(); event !== null; event = await nextEvent()) {
      if (event.kind !== 'entry') continue;
      yield { entry: event.entry, content: content() };
    }
  } finally {
    await pieces.return?.();
  }
}

type Event =
  | { readonly kind: 'entry'; readonly entry: TarEntry }
  | { readonly kind: 'data'; readonly chunk: Buffer }
  | { readonly kind: 'end' };
