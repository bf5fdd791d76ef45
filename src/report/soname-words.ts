import { libraryOf } from '../bases/compare/known-sonames.ts';
import type { NamedChanges } from '../bases/compare/named-changes.ts';

/** A library of the first base that is not in the second under its soname. */
interface Vanished {
  readonly soname: string;
  /** The same library under another soname, where there is one. */
  readonly successors: readonly string[];
}

/** Vanished sonames, those that programs link against most before the others. */
export function vanished({ gone, added }: NamedChanges): readonly Vanished[] {
  return [...gone]
    .toSorted((a, b) => Number(common.test(b)) - Number(common.test(a)) || (a < b ? -1 : 1))
    .map((soname) => ({ soname, successors: added.filter((each) => libraryOf(each) === libraryOf(soname)) }));
}

export function vanishedWords({ soname, successors }: Vanished): string {
  return successors.length === 0 ? soname : `${soname} (now ${successors.join(', ')})`;
}

const common =
  /^lib(?:c|m|ssl|crypto|stdc\+\+|gcc_s|z|ffi|curl|icu\w+|xml2|gnutls|sqlite3|n?cursesw?|tinfo|readline|db-[\d.]+|perl|python[\d.]*|crypt|nsl|pcre2?|jpeg|png\w*|tiff|webp|pq|mariadb|mysqlclient|lzma|bz2|zstd|expat|gmp|krb5|ldap|selinux|pthread|dl|rt|util)[.-]/;
