import type { Dso } from './musl-process.ts';

/** The search path of DT_RUNPATH, else DT_RPATH, with $ORIGIN put in; null when there is none or any other `$` stands in it (fixup_rpath). */
export function rpathOf(dso: Dso): string | null {
  if (dso.rpath === undefined) dso.rpath = expand(dso);
  return dso.rpath;
}

function expand(dso: Dso): string | null {
  const { dynamic } = dso.object.elf;
  const text = dynamic?.runpath ?? dynamic?.rpath;
  if (text === undefined) return null;
  if (!text.includes('$')) return text;
  let rest = text;
  let result = '';
  for (let at = rest.indexOf('$'); at >= 0; at = rest.indexOf('$')) {
    const token = rest.startsWith('$ORIGIN', at) ? 7 : rest.startsWith('${ORIGIN}', at) ? 9 : 0;
    if (token === 0 || dso.origin === null) return null;
    result += rest.slice(0, at) + dso.origin;
    rest = rest.slice(at + token);
  }
  return result + rest;
}

/** musl takes what stands before the last slash (nothing for `/app`), and `.` for a name without one. */
export function originOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}
