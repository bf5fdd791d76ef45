import type { ScriptFacts } from '../../tree/script-facts.ts';

/** Linux BINPRM_BUF_SIZE: what the kernel sees of a file when it decides how to run it. A newline may be its last byte, text may not. */
const BUFFER = 256;

/** The `#!` line in the first bytes of a file (259 of them are enough). Null when it is no script. */
export function readScriptHead(head: Uint8Array): ScriptFacts | null {
  const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  const bytes = bom ? head.subarray(3) : head;
  if (bytes[0] !== 0x23 || bytes[1] !== 0x21) return null;
  const newline = bytes.subarray(0, BUFFER).indexOf(0x0a);
  const line = Buffer.from(bytes.subarray(0, newline < 0 ? BUFFER - 1 : newline)).toString('latin1');
  return { line, complete: newline >= 0, bom };
}
