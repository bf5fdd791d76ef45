import { alpineNames } from '../../bases/package-names/alpine-names.ts';
import { packageRows, reversePackages } from '../../bases/package-names/package-table.ts';
import type { PackageRow } from '../../bases/package-names/package-table.ts';
import type { Naming } from './package-names.ts';

/**
 * The Alpine name of a Debian or dnf one; null: nothing to install; undefined: not known. A row of the same name comes first, then the commonest, then the row
 * of another version (`libtiff5` is `libtiff6`'s), then a name by rule that a real Alpine index has.
 */
export function toApk(name: string, from: Naming): string | null | undefined {
  if (from === 'dnf')
    return best(
      packageRows.filter(({ dnf }) => dnf?.length === 1 && dnf[0] === name),
      name,
    );
  const written = reversePackages.find(({ debian }) => debian === name);
  if (written !== undefined) return written.apk;
  const rows = packageRows.filter(({ action, apk }) => action !== 'not-needed' && !/^php\d/.test(apk));
  const same = (matches: (debian: string) => boolean): readonly PackageRow[] =>
    rows.filter(({ debian }) => Object.values(debian).some((names) => names?.some(matches) === true));
  const exact = best(
    same((each) => each === name),
    name,
  );
  if (exact !== undefined) return exact;
  const skeleton = withoutVersion(name);
  const relatives = skeleton === name ? [] : same((each) => withoutVersion(each) === skeleton);
  const found = new Set(relatives.map(({ apk }) => apk));
  return found.size === 1 ? [...found][0] : alpineCandidates(name).find((each) => alpineNames().has(each));
}

function best(rows: readonly PackageRow[], name: string): string | undefined {
  return (rows.find(({ apk }) => apk === name) ?? [...rows].sort((a, b) => b.uses - a.uses)[0])?.apk;
}

/** `libtiff5-dev` and `libtiff-dev` are one library; the version of a tool (`python3`, `openjdk-17`) is part of its name. */
function withoutVersion(name: string): string {
  return name.startsWith('lib') && !/^lib(?:python|ruby|lua|perl)/.test(name)
    ? name
        .replace(/t64$/, '')
        .replaceAll(/[\d.]+(?=-|$)/g, '#')
        .replace(/#?-dev$/, '-dev')
    : name;
}

/** What Alpine may call it (package-mapping.md, step 4, read backwards). */
function alpineCandidates(debian: string): readonly string[] {
  const library = /^lib(.+?)[\d.]*-dev$/.exec(debian)?.[1];
  const perl = /^lib(.+)-perl$/.exec(debian)?.[1];
  const python = /^python3-(.+)$/.exec(debian)?.[1];
  const fonts = /^fonts-(.+)$/.exec(debian)?.[1];
  if (perl !== undefined) return [`perl-${perl}`];
  if (python !== undefined) return [`py3-${python}`];
  if (fonts !== undefined) return [`font-${fonts}`, `ttf-${fonts}`];
  if (library !== undefined) return [`${library}-dev`, `lib${library}-dev`];
  return /^lib.*\d$/.test(debian) ? [] : [debian];
}
