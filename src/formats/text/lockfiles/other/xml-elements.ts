import { FormatError } from '../../../format-error.ts';
import { mostPackages, refuseLong } from '../limits.ts';

export interface XmlElement {
  /** Without a namespace's prefix. */
  readonly name: string;
  /** Its own text, entities resolved, trimmed. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

const deepest = 100;

/** Elements and text of an XML document, which is all that a pom.xml says; attributes, comments, instructions and a DOCTYPE without a subset are passed over. Entities that a document defines are never expanded. */
export function elements(text: string): readonly XmlElement[] {
  refuseLong(text);
  const stack: Open[] = [{ name: '', text: '', children: [] }];
  let count = 0;
  let at = 0;
  const top = (): Open => stack.at(-1) ?? { name: '', text: '', children: [] };
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open === -1) break;
    top().text += decode(text.slice(at, open));
    if (text.startsWith('<!--', open)) at = skip(text, open, '-->');
    else if (text.startsWith('<![CDATA[', open)) {
      at = skip(text, open, ']]>');
      top().text += text.slice(open + 9, at - 3);
    } else if (text.startsWith('<?', open)) at = skip(text, open, '?>');
    else if (text.startsWith('<!', open)) {
      at = skip(text, open, '>');
      if (text.slice(open, at).includes('[')) throw new FormatError('xml-doctype', open, 'a DOCTYPE with declarations is not read');
    } else {
      at = skip(text, open, '>');
      const tag = text.slice(open + 1, at - 1);
      if (++count > mostPackages * 10) throw new FormatError('xml-too-large', open, 'the document has too many elements');
      if (tag.startsWith('/')) close(stack, tag.slice(1).trim(), open);
      else start(stack, tag, open);
    }
  }
  if (stack.length !== 1) throw new FormatError('xml-unclosed', text.length, `<${top().name}> is not closed`);
  return top().children;
}

function start(stack: Open[], tag: string, offset: number): void {
  const empty = tag.endsWith('/');
  const name = /^[^\s/]+/.exec(tag)?.[0];
  if (name === undefined) throw new FormatError('xml-bad-tag', offset, 'no tag');
  if (stack.length > deepest) throw new FormatError('xml-too-deep', offset, `elements are nested more than ${deepest} deep`);
  if (empty) stack.at(-1)?.children.push({ name: local(name), text: '', children: [] });
  else stack.push({ name, text: '', children: [] });
}

function close(stack: Open[], name: string, offset: number): void {
  const done = stack.length > 1 ? stack.pop() : undefined;
  if (done?.name !== name) throw new FormatError('xml-mismatch', offset, `</${name.slice(0, 100)}> closes nothing`);
  stack.at(-1)?.children.push({ name: local(name), text: done.text.trim(), children: done.children });
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function skip(text: string, from: number, end: string): number {
  const found = text.indexOf(end, from);
  if (found === -1) throw new FormatError('xml-unclosed', from, 'the document ends inside of a tag');
  return found + end.length;
}

function decode(text: string): string {
  return text.includes('&') ? text.replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '') : text;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
