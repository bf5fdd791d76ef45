/**
 * Headers of a Python WHEEL, METADATA or PKG-INFO file: `Name: value` up to the first empty line, continuation lines joined, names in lower case
 * with all their values in order. Lines that are no header are passed over.
 */
export function parsePythonMetadata(text: string): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  let last: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line === '') break;
    const match = /^([A-Za-z][\w-]*):\s?(.*)$/.exec(line);
    if (match?.[1] !== undefined) {
      const name = match[1].toLowerCase();
      last = headers.get(name) ?? [];
      last.push(match[2]?.trim() ?? '');
      headers.set(name, last);
    } else if (/^\s/.test(line) && last.length > 0) {
      last.push(`${last.pop() ?? ''}\n${line.trim()}`);
    }
  }
  return headers;
}
