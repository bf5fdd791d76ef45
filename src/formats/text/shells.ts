/** /etc/shells: one absolute path a line, comments from `#`. */
export function parseShells(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line.startsWith('/'));
}
