/** Where a package stands in its lockfile: line and column of its name, from 1; the first line where it is not found. */
export function placeInLockfile(text: string, name: string, version: string | null): { readonly line: number; readonly column: number } {
  const offset = offsetOf(text, name, version);
  if (offset === -1) return { line: 1, column: 1 };
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

const mostOccurrences = 300;
/** Between a name and the version of its entry. */
const nearby = 160;

/** The occurrence of the whole name that its version follows soonest. */
function offsetOf(text: string, name: string, version: string | null): number {
  let first = -1;
  if (name === '') return first;
  // TOML locks: the entry itself comes before any mention as a dependency.
  const entry = text.indexOf(`name = "${name}"\n${version === null ? '' : `version = "${version}"`}`);
  if (entry !== -1) return entry + 'name = "'.length;
  let at = text.indexOf(name);
  for (let tries = 0; at !== -1 && tries < mostOccurrences; at = text.indexOf(name, at + 1), tries++) {
    if (/[\w.@/-]/.test(text[at - 1] ?? '') && !text.slice(0, at).endsWith('node_modules/')) continue;
    if (/[\w-]/.test(text[at + name.length] ?? '')) continue;
    if (first === -1) first = at;
    if (version === null || text.slice(at + name.length, at + name.length + nearby).includes(version)) return at;
  }
  return first;
}
