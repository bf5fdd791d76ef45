import type { ByteText } from '../../formats/wire/byte-text.ts';

const spaces = ' \t\n\v\f\r';

/** `isspace` in the C locale. */
export function isSpace(character: string | undefined): boolean {
  return character !== undefined && character !== '' && spaces.includes(character);
}

/** Words between runs of `isspace` characters. */
export function cWords(text: ByteText): ByteText[] {
  return text.split(/[ \t\n\v\f\r]+/).filter((word) => word !== '');
}

/** `atoi`: optional white space and sign, then decimal digits; 0 without any. Saturates instead of overflowing. */
export function atoi(text: ByteText): number {
  const match = /^[ \t\n\v\f\r]*([+-]?\d+)/.exec(text);
  if (match === null) return 0;
  return Math.max(-0x8000_0000, Math.min(0x7fff_ffff, Number(match[1])));
}

/** Lines as `getline` gives them, without their newline. Text behind a NUL is invisible to C, so it is dropped. */
export function cLines(text: ByteText): ByteText[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => {
    const end = line.indexOf('\0');
    return end === -1 ? line : line.slice(0, end);
  });
}

/** Lower case for ASCII letters only, as `strcasecmp` in the C locale compares. */
export function asciiLower(text: ByteText): ByteText {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * Four bytes of what `inet_aton` takes: one to four numbers, decimal, octal or hexadecimal, the last one filling what is left. `exact`
 * refuses white space and what follows it (`__inet_aton_exact`, 2.29).
 */
export function inetAton(text: ByteText, exact: boolean): Uint8Array | undefined {
  const match = /^((?:[0-9][0-9a-zA-Z]*\.){0,3}[0-9][0-9a-zA-Z]*)([ \t\n\v\f\r][\s\S]*)?$/.exec(text);
  if (match === null || (exact && match[2] !== undefined)) return undefined;
  const numbers = (match[1] ?? '').split('.').map((part) => cNumber(part));
  const last = numbers.pop();
  if (last === undefined || numbers.some((value) => value === undefined || value > 0xff)) return undefined;
  if (last > 0xffff_ffff >>> (8 * numbers.length)) return undefined;
  const bytes = new Uint8Array(4);
  for (const [index, value] of numbers.entries()) bytes[index] = value ?? 0;
  for (let index = numbers.length; index < 4; index += 1) bytes[index] = (last >>> (8 * (3 - index))) & 0xff;
  return bytes;
}

/** `strtoul` with base 0 over a whole word, at most 32 bits. */
function cNumber(word: string): number | undefined {
  if (word.length > 40) return undefined;
  let value: number | undefined;
  if (/^0[xX][0-9a-fA-F]+$/.test(word)) value = Number.parseInt(word.slice(2), 16);
  else if (/^0[0-7]*$/.test(word)) value = Number.parseInt(word, 8);
  else if (/^[1-9]\d*$/.test(word)) value = Number(word);
  return value !== undefined && value <= 0xffff_ffff ? value : undefined;
}
