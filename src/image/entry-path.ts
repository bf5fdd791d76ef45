/**
 * The place in the root that a name in a layer stands for: absolute, without `.`, empty components and `..`. Names are cleaned as text and
 * stop at the root (`../x` and `a/../../x` are `/x`), as container engines do before they look at any link.
 */
export function entryPath(name: string): string {
  if (isClean(name)) return `/${name}`;
  const path: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') path.pop();
    else if (part !== '' && part !== '.') path.push(part);
  }
  return `/${path.join('/')}`;
}

/** Most names are clean already, or but for a trailing slash. */
function isClean(name: string): boolean {
  return name !== '' && !UNCLEAN.test(name);
}

const UNCLEAN = /^\/|\/$|\/\/|(?:^|\/)\.{1,2}(?:\/|$)/;
