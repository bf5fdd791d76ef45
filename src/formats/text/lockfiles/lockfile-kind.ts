import type { LockFormat } from './lockfile.ts';

/** What a file is by its name, as the package managers and repositories name them; `yarn-classic` stands for both yarns until the text is seen. Null for other files. */
export function lockfileKind(path: string): LockFormat | 'rebar-lock' | null {
  const parts = path.split(/[/\\]/);
  const name = parts.at(-1) ?? '';
  const known = byName.get(name);
  if (known !== undefined) return known;
  if (/^pylock(?:\.[\w-]+)?\.toml$/.test(name)) return 'pylock';
  if (name.endsWith('.deps.json')) return 'deps-json';
  if (name === 'modules.txt' && parts.at(-2) === 'vendor') return 'vendor-modules';
  if (name.endsWith('.pom') || /^pom[\w.-]*\.xml$/.test(name)) return 'maven-pom';
  if (/^packages\.[\w.-]*lock\.json$/.test(name)) return 'nuget-lock';
  if (name.endsWith('.lockfile')) return 'gradle-lockfile';
  return name.endsWith('.txt') && (/requirements/i.test(name) || /constraints/i.test(name) || parts.at(-2) === 'requirements')
    ? 'requirements'
    : null;
}

const byName: ReadonlyMap<string, LockFormat | 'rebar-lock'> = new Map([
  ['package-lock.json', 'package-lock'],
  ['npm-shrinkwrap.json', 'package-lock'],
  ['.package-lock.json', 'package-lock'],
  ['pnpm-lock.yaml', 'pnpm-lock'],
  ['yarn.lock', 'yarn-classic'],
  ['bun.lock', 'bun-lock'],
  ['uv.lock', 'uv-lock'],
  ['poetry.lock', 'poetry-lock'],
  ['pdm.lock', 'pdm-lock'],
  ['Pipfile.lock', 'pipfile-lock'],
  ['go.mod', 'go-mod'],
  ['go.sum', 'go-sum'],
  ['Cargo.lock', 'cargo-lock'],
  ['Gemfile.lock', 'gemfile-lock'],
  ['gems.locked', 'gemfile-lock'],
  ['composer.lock', 'composer-lock'],
  ['packages.lock.json', 'nuget-lock'],
  ['project.assets.json', 'deps-json'],
  ['gradle.lockfile', 'gradle-lockfile'],
  ['pom.xml', 'maven-pom'],
  ['mix.lock', 'mix-lock'],
  ['rebar.lock', 'rebar-lock'],
]);
