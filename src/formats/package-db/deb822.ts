import { FormatError } from '../format-error.ts';
import { eachLine } from './lines.ts';

/** One paragraph: field names in lower case; continuation lines joined with `\n`, their first blank removed. */
export type Paragraph = ReadonlyMap<string, string>;

/**
 * Paragraphs of a Debian control file (deb822(5)): `Field: value`, continuation lines start with a blank, empty lines between paragraphs.
 * Comment lines (`#`) are passed over. The last of a repeated field counts.
 * @throws FormatError `deb822-bad-line` for anything else, `too-many-lines`.
 */
export function parseDeb822(text: string): Paragraph[] {
  const paragraphs: Map<string, string>[] = [];
  let fields = new Map<string, string>();
  let last = '';
  for (const { text: line, offset } of eachLine(text)) {
    if (/^\s*$/.test(line)) {
      if (fields.size > 0) paragraphs.push(fields);
      fields = new Map();
      last = '';
    } else if (line.startsWith(' ') || line.startsWith('\t')) {
      if (last === '') throw new FormatError('deb822-bad-line', offset, 'control file: a continuation line without a field');
      fields.set(last, `${fields.get(last) ?? ''}\n${line.slice(1)}`);
    } else if (!line.startsWith('#')) {
      last = readField(fields, line, offset);
    }
  }
  if (fields.size > 0) paragraphs.push(fields);
  return paragraphs;
}

function readField(fields: Map<string, string>, line: string, offset: number): string {
  const colon = line.indexOf(':');
  if (colon <= 0) throw new FormatError('deb822-bad-line', offset, 'control file: a line without a field name');
  const name = line.slice(0, colon).toLowerCase();
  fields.set(name, line.slice(colon + 1).trim());
  return name;
}
