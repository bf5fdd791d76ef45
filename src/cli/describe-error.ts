import type { BasewiseError } from '../errors.ts';

/** `basewise: cause: path` and an indented hint; control characters of hostile names are shown as escapes. */
export function describeError(error: BasewiseError): string {
  const place = error.path === undefined || error.message.includes(error.path) ? '' : `: ${error.path}`;
  const hint = error.hint === undefined ? '' : `  hint: ${error.hint}\n`;
  return `basewise: ${visible(`${error.message}${place}`)}\n${visibleLines(hint)}`;
}

/** C0, C1 and DEL as `\xNN`: a file name must not move the cursor of whoever reads the message. */
export function visible(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
