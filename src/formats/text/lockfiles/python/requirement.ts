import { FormatError } from '../../../format-error.ts';

/** One PEP 508 requirement: `name[extra] >=1,<2; marker` or `name @ url ; marker`. */
export interface Requirement {
  readonly name: string;
  readonly extras: readonly string[];
  readonly specifier: string;
  readonly url?: string;
  readonly marker?: string;
}

/** Throws FormatError `requirement-bad`. */
export function parseRequirement(text: string): Requirement {
  const head = /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*/.exec(text.slice(0, 20_000));
  if (head === null) throw new FormatError('requirement-bad', 0, 'no requirement');
  const name = head[1] ?? '';
  const extras = (head[2] ?? '')
    .split(',')
    .map((extra) => extra.trim())
    .filter((extra) => extra !== '');
  const rest = text.slice(head[0].length);
  if (rest.startsWith('@')) {
    // The marker of a URL stands behind a blank and a semicolon.
    const split = /\s;/.exec(rest);
    const url = (split === null ? rest.slice(1) : rest.slice(1, split.index)).trim();
    return { name, extras, specifier: '', url, ...markerOf(split === null ? undefined : rest.slice(split.index + 2)) };
  }
  const place = rest.indexOf(';');
  const specifier = (place === -1 ? rest : rest.slice(0, place)).trim().replace(/^\((.*)\)$/s, '$1');
  if (specifier !== '' && !/^[<>=!~]/.test(specifier)) throw new FormatError('requirement-bad', head[0].length, 'no requirement');
  return { name, extras, specifier: specifier.trim(), ...markerOf(place === -1 ? undefined : rest.slice(place + 1)) };
}

function markerOf(text: string | undefined): { readonly marker?: string } {
  const marker = text?.trim();
  return marker === undefined || marker === '' ? {} : { marker };
}

/** The version that `==` or `===` alone pins; null where a wildcard, a range or nothing stands. */
export function pinnedVersion(specifier: string): string | null {
  const match = /^={2,3}\s*([^\s,;*]+)$/.exec(specifier.trim());
  return match?.[1] ?? null;
}

/** PEP 503: how names are compared. */
export function normalizeName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
