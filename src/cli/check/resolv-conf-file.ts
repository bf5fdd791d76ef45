import { readFileSync, statSync } from 'node:fs';
import { BasewiseError } from '../../errors.ts';
import { byteTextOf } from '../../formats/wire/byte-text.ts';
import type { ByteText } from '../../formats/wire/byte-text.ts';

/** Real ones have some hundred bytes. */
const largest = 1024 * 1024;

/** The bytes of a resolv.conf that the user named. Throws BasewiseError `unreadable`. */
export function readResolvConfFile(path: string): ByteText {
  try {
    if (statSync(path).size > largest)
      throw new BasewiseError('unreadable', `larger than ${largest} bytes, which no resolv.conf is`, { path });
    return byteTextOf(readFileSync(path));
  } catch (cause) {
    if (cause instanceof BasewiseError) throw cause;
    throw new BasewiseError('unreadable', 'cannot be read', { path, cause });
  }
}
