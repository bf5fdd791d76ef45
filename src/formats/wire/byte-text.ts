/**
 * A byte string in the clothes of a JavaScript string: every character is one byte, U+0000 to U+00FF. Names, labels and configuration
 * files are handled so, because C libraries count bytes and never decode them.
 */
export type ByteText = string;

/** UTF-8 encoding of ordinary text. */
export function toByteText(text: string): ByteText {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Ordinary text for display; bytes that are not UTF-8 become U+FFFD. */
export function fromByteText(bytes: ByteText): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

export function byteTextOf(bytes: Uint8Array): ByteText {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

export function bytesOf(text: ByteText): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}
