/** Text that comes from a subject may hold control characters; shown as escapes they cannot move a terminal's cursor. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, (c) => `\\u{${c.codePointAt(0)?.toString(16) ?? ''}}`);
}

/** Breaks one paragraph at blanks so that lines fit `columns`; continuation lines are indented two further. Long words stand alone. */
export function wrap(paragraph: string, indent: string, columns: number): readonly string[] {
  const width = Math.max(40, columns);
  const lines: string[] = [];
  let line = indent;
  for (const word of printable(paragraph).split(' ')) {
    if (line.length + word.length + 1 > width && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = `${indent}  `;
    }
    line += line.trim() === '' ? word : ` ${word}`;
  }
  lines.push(line);
  return lines;
}
