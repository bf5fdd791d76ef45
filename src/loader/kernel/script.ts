import type { ScriptFacts } from '../../tree/script-facts.ts';

/** BINPRM_BUF_SIZE of Linux: the kernel sees no more of a file when it looks for `#!`. */
const BUFFER = 256;

/**
 * The interpreter that load_script (fs/binfmt_script.c, Linux 5.x) takes from the first line, or null where it answers ENOEXEC.
 * A carriage return is part of the name.
 */
export function scriptInterpreter(script: ScriptFacts): string | null {
  if (script.bom) return null;
  let text = script.line.slice(2, BUFFER);
  const nul = text.indexOf('\0');
  if (nul >= 0) text = text.slice(0, nul);
  const name = /^[ \t]*([^ \t]+)/.exec(text)?.[1];
  if (name === undefined) return null;
  // A name that fills the buffer may have been cut off.
  if (!script.complete && !/^[ \t]*[^ \t]+[ \t]/.test(text) && nul < 0 && script.line.length >= BUFFER - 1) return null;
  return name;
}
