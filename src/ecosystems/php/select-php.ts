import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';

/** Composer's packages are PHP sources, the same on every C library; the extensions that they ask for are compiled where the official images are used. */
export function selectPhp(lock: Lockfile): readonly SelectedPackage[] {
  const packages = lock.packages.map(({ name, version, development }): SelectedPackage => ({
    name,
    version,
    verdict: 'prebuilt',
    certainty: 'likely',
    why: { kind: 'pure' },
    native: false,
    ...(development === true ? { development } : {}),
  }));
  const extensions = (lock.extensions ?? [])
    .filter((name) => !built.has(name.slice('ext-'.length).toLowerCase()))
    .map((name): SelectedPackage => {
      const needs = 'docker-php-ext-install or pecl with a C compiler ($PHPIZE_DEPS), or a package of the distribution';
      return { name, version: null, verdict: 'compiles', certainty: 'possible', why: { kind: 'native-source', needs }, native: true };
    });
  return [...packages, ...extensions];
}

/** Extensions that the official images build in. */
const built: ReadonlySet<string> = new Set([
  'core', 'ctype', 'curl', 'date', 'dom', 'fileinfo', 'filter', 'ftp', 'hash', 'iconv', 'json', 'lexbor', 'libxml', 'mbstring', 'mysqlnd', 'openssl', 'pcre', 'pdo', 'pdo_sqlite', 'phar', 'posix', 'random',
  'readline', 'reflection', 'session', 'simplexml', 'sodium', 'spl', 'sqlite3', 'standard', 'tokenizer', 'uri', 'xml', 'xmlreader', 'xmlwriter', 'zlib',
]); // prettier-ignore
