/**
 * Paths of a RECORD file (PEP 376, PEP 427): rows of path, digest and size as CSV, the path relative to the folder that the `.dist-info` lies in,
 * or absolute. A path with a comma or quote stands in quotes.
 */
export function parsePythonRecord(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const quoted = /^"((?:[^"]|"")*)"(?:,|$)/.exec(line);
    const path = quoted === null ? line.split(',', 1)[0] : quoted[1]?.replaceAll('""', '"');
    return path === undefined || path === '' ? [] : [path];
  });
}
