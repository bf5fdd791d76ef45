/**
 * os-release(5): `NAME=value` lines in shell syntax without expansion: single or double quotes, backslash escapes in double quotes and outside.
 * Comments and lines that are no assignment are passed over; the last of a repeated name counts. Names keep their case (`VERSION_ID`).
 */
export function parseOsRelease(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const match = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
    if (match?.[1] !== undefined) fields.set(match[1], unquote(match[2] ?? ''));
  }
  return fields;
}

/** One shell word: what stands behind it on the line does not belong to the value. */
function unquote(raw: string): string {
  let value = '';
  let quote = '';
  for (let index = 0; index < raw.length; index += 1) {
    const character = raw[index] ?? '';
    if (character === '\\' && quote !== "'") {
      index += 1;
      // In double quotes a backslash escapes only these four (POSIX shell, 2.2.3).
      value += quote === '"' && !'"$`\\'.includes(raw[index] ?? '') ? `\\${raw[index] ?? ''}` : (raw[index] ?? '');
    } else if (character === quote) {
      quote = '';
    } else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
    } else if (quote === '' && /\s/.test(character)) {
      break;
    } else {
      value += character;
    }
  }
  return value;
}
