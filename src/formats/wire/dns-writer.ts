import { FormatError } from '../format-error.ts';
import type { DnsName } from './dns-name.ts';

const limit = 0xffff;
/** Pointers have 14 bits. */
const pointerLimit = 0x4000;

/** Appends to a growing DNS message and remembers where names stand, so that later ones can point at them. */
export class DnsWriter {
  readonly #compress: boolean;
  #buffer: Uint8Array = new Uint8Array(512);
  #position = 0;
  readonly #names = new Map<string, number>();

  constructor(compress: boolean) {
    this.#compress = compress;
  }

  get position(): number {
    return this.#position;
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#position] = value;
    this.#position += 1;
  }

  u16(value: number): void {
    this.u8((value >> 8) & 0xff);
    this.u8(value & 0xff);
  }

  u32(value: number): void {
    this.u16(Math.floor(value / 0x10000) & 0xffff);
    this.u16(value & 0xffff);
  }

  bytes(data: Uint8Array): void {
    this.#reserve(data.length);
    this.#buffer.set(data, this.#position);
    this.#position += data.length;
  }

  patchU16(offset: number, value: number): void {
    this.#buffer[offset] = (value >> 8) & 0xff;
    this.#buffer[offset + 1] = value & 0xff;
  }

  /** `compress` false for names in the data of types that RFC 3597 section 4 keeps uncompressed. */
  name(name: DnsName, compress = true): void {
    if (name.reduce((sum, label) => sum + label.length + 1, 1) > 255) {
      throw new FormatError('dns-name-too-long', this.#position, 'name is longer than 255 bytes');
    }
    for (const [index, label] of name.entries()) {
      // Compared byte for byte, as most servers do; a pointer to a name in another case would change what the client sees.
      const key = name
        .slice(index)
        .map((part) => `${part.length}:${part}`)
        .join('');
      const known = compress && this.#compress ? this.#names.get(key) : undefined;
      if (known !== undefined) {
        this.u16(0xc000 | known);
        return;
      }
      if (this.#position < pointerLimit && !this.#names.has(key)) this.#names.set(key, this.#position);
      this.#label(label);
    }
    this.u8(0);
  }

  finish(): Uint8Array {
    return this.#buffer.slice(0, this.#position);
  }

  #label(label: string): void {
    if (label.length === 0 || label.length > 63)
      throw new FormatError('dns-bad-label', this.#position, 'label is empty or longer than 63 bytes');
    this.u8(label.length);
    for (let index = 0; index < label.length; index += 1) this.u8(label.charCodeAt(index) & 0xff);
  }

  #reserve(count: number): void {
    const needed = this.#position + count;
    if (needed > limit) throw new FormatError('dns-message-too-long', this.#position, 'message is longer than 65,535 bytes');
    if (needed <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.min(limit, Math.max(needed, this.#buffer.length * 2)));
    larger.set(this.#buffer.subarray(0, this.#position));
    this.#buffer = larger;
  }
}
