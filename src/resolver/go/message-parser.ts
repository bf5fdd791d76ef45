import type { ByteText } from '../../formats/wire/byte-text.ts';

/** Sections in their order on the wire. */
const sections = { questions: 0, answers: 1, authorities: 2, additionals: 3 } as const;

export interface ResourceHeader {
  readonly type: number;
  readonly ttl: number;
  readonly length: number;
  readonly dataOffset: number;
}

export type Parsed<Value> = { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'done' } | { readonly kind: 'error' };

const done = { kind: 'done' } as const;
const failed = { kind: 'error' } as const;

/**
 * `dnsmessage.Parser`: reads a message from front to back. `mark` and `reset` stand for copying the parser. Nothing is validated that
 * is not read; the data of an address is read without regard to its length field.
 */
export class MessageParser {
  readonly #message: Uint8Array;
  readonly #rejectsDots: boolean;
  #section = 0;
  #index = 0;
  #offset = 12;
  #header: ResourceHeader | undefined;

  constructor(message: Uint8Array, rejectsDotInLabel: boolean) {
    this.#message = message;
    this.#rejectsDots = rejectsDotInLabel;
  }

  copy(): MessageParser {
    const copy = new MessageParser(this.#message, this.#rejectsDots);
    copy.#section = this.#section;
    copy.#index = this.#index;
    copy.#offset = this.#offset;
    copy.#header = this.#header;
    return copy;
  }

  question(): Parsed<{ name: ByteText; type: number; class: number }> {
    const state = this.#advance(sections.questions);
    if (state.kind !== 'value') return state;
    const name = this.#name(this.#offset);
    if (name === undefined || name.end + 4 > this.#message.length) return failed;
    const value = { name: name.text, type: this.#u16(name.end), class: this.#u16(name.end + 2) };
    this.#offset = name.end + 4;
    this.#index += 1;
    return { kind: 'value', value };
  }

  skipQuestion(): Parsed<true> {
    const state = this.#advance(sections.questions);
    if (state.kind !== 'value') return state;
    const end = this.#skipName(this.#offset);
    if (end === undefined || end + 4 > this.#message.length) return failed;
    this.#offset = end + 4;
    this.#index += 1;
    return { kind: 'value', value: true };
  }

  answerHeader(): Parsed<ResourceHeader> {
    return this.#resourceHeader(sections.answers);
  }

  additionalHeader(): Parsed<ResourceHeader> {
    return this.#resourceHeader(sections.additionals);
  }

  skipAnswer(): Parsed<true> {
    return this.#skip(sections.answers);
  }

  skipAdditional(): Parsed<true> {
    return this.#skip(sections.additionals);
  }

  skipAllAnswersAndAuthorities(): void {
    for (const section of [sections.answers, sections.authorities]) {
      while (this.#skip(section).kind === 'value');
    }
  }

  /** Data of the resource whose header was read last, 4 or 16 bytes of it. */
  address(size: 4 | 16): Uint8Array | undefined {
    const header = this.#header;
    if (header === undefined || header.dataOffset + size > this.#message.length) return undefined;
    this.#consume(header);
    return this.#message.subarray(header.dataOffset, header.dataOffset + size);
  }

  /** Whether the target of the CNAME whose header was read last is readable. */
  cname(): boolean {
    const header = this.#header;
    if (header === undefined || this.#name(header.dataOffset) === undefined) return false;
    this.#consume(header);
    return true;
  }

  #consume(header: ResourceHeader): void {
    this.#offset = header.dataOffset + header.length;
    this.#header = undefined;
    this.#index += 1;
  }

  #advance(section: number): Parsed<true> {
    if (this.#section < section) return failed;
    if (this.#section > section) return done;
    this.#header = undefined;
    if (this.#index === this.#u16(4 + 2 * section)) {
      this.#index = 0;
      this.#section += 1;
      return done;
    }
    return { kind: 'value', value: true };
  }

  #resourceHeader(section: number): Parsed<ResourceHeader> {
    if (this.#header !== undefined && this.#section === section) return { kind: 'value', value: this.#header };
    const state = this.#advance(section);
    if (state.kind !== 'value') return state;
    const name = this.#name(this.#offset);
    if (name === undefined || name.end + 10 > this.#message.length) return failed;
    const { end } = name;
    this.#header = {
      type: this.#u16(end),
      ttl: this.#u16(end + 4) * 65_536 + this.#u16(end + 6),
      length: this.#u16(end + 8),
      dataOffset: end + 10,
    };
    return { kind: 'value', value: this.#header };
  }

  #skip(section: number): Parsed<true> {
    if (this.#header !== undefined && this.#section === section) {
      if (this.#header.dataOffset + this.#header.length > this.#message.length) return failed;
      this.#consume(this.#header);
      return { kind: 'value', value: true };
    }
    const state = this.#advance(section);
    if (state.kind !== 'value') return state;
    const end = this.#skipName(this.#offset);
    if (end === undefined || end + 10 > this.#message.length) return failed;
    const next = end + 10 + this.#u16(end + 8);
    if (next > this.#message.length) return failed;
    this.#offset = next;
    this.#index += 1;
    return { kind: 'value', value: true };
  }

  #u16(offset: number): number {
    return ((this.#message[offset] ?? 0) << 8) | (this.#message[offset + 1] ?? 0);
  }

  /** `Name.unpack`: at most ten pointers, 254 characters with the dots. */
  #name(start: number): { text: ByteText; end: number } | undefined {
    let text = '';
    let offset = start;
    let end = start;
    for (let pointers = 0; ;) {
      const size = this.#message[offset];
      if (size === undefined) return undefined;
      offset += 1;
      if (size === 0) {
        if (text.length > 254) return undefined;
        return { text: text === '' ? '.' : text, end: pointers === 0 ? offset : end };
      }
      if (size >= 0xc0) {
        const low = this.#message[offset];
        if (low === undefined) return undefined;
        if (pointers === 0) end = offset + 1;
        pointers += 1;
        if (pointers > 10) return undefined;
        offset = ((size ^ 0xc0) << 8) | low;
      } else {
        if (size > 63 || offset + size > this.#message.length) return undefined;
        const label = latin1(this.#message, offset, size);
        if (this.#rejectsDots && label.includes('.')) return undefined;
        text += `${label}.`;
        offset += size;
      }
    }
  }

  /** `skipName`: does not follow pointers. */
  #skipName(start: number): number | undefined {
    let offset = start;
    for (;;) {
      const size = this.#message[offset];
      if (size === undefined) return undefined;
      offset += 1;
      if (size === 0) return offset;
      if (size >= 0xc0) return offset + 1 > this.#message.length ? undefined : offset + 1;
      if (size > 63) return undefined;
      offset += size;
      if (offset > this.#message.length) return undefined;
    }
  }
}

function latin1(bytes: Uint8Array, offset: number, size: number): ByteText {
  let text = '';
  for (let index = offset; index < offset + size; index += 1) text += String.fromCharCode(bytes[index] ?? 0);
  return text;
}
