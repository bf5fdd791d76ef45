import { basename, dirname } from 'node:path';

/** `Dockerfile`, `Dockerfile.prod`, `prod.Dockerfile`, `Containerfile`, as Docker and editors know them. */
export function isDockerfileName(name: string): boolean {
  if (aboutDockerfiles.test(name) || /^(?:docker|container)file\.(?:cs|go|java|jsx?|kt|mjs|php|py|rb|rs|tsx?)$/.test(name)) return false;
  return /^(?:Dockerfile|Containerfile)(?:[.-][\w.-]+)?$/i.test(name)
    ? !/\.dockerignore$/i.test(name)
    : /\.(?:dockerfile|containerfile)$/i.test(name);
}

/** Texts about Dockerfiles, pictures and data: `dockerfile-rules.md`. What a program is written in counts in lower case alone, `Dockerfile.go` is a variant's name. */
const aboutDockerfiles = /\.(?:adoc|gif|html?|jpe?g|json|markdown|md|mdx|png|rst|snap|svg|webp|ya?ml)$/i;

/** Lockfiles by name, and pip's requirement files, which are named freely but by habit. */
export function isLockfileName(path: string): boolean {
  const name = basename(path);
  if (LOCKFILES.has(name)) return true;
  if (/^pylock(?:\.[\w-]+)?\.toml$/.test(name)) return true;
  return name.endsWith('.txt') && (/requirements/i.test(name) || basename(dirname(path)) === 'requirements');
}

/** A YAML or JSON file with `apiVersion` and `kind` at the left margin (YAML) or anywhere (JSON). */
export function looksLikeKubernetes(name: string, text: string): boolean {
  if (/\.ya?ml$/i.test(name)) return /^apiVersion:/m.test(text) && /^kind:/m.test(text);
  return /\.json$/i.test(name) && /"apiVersion"\s*:/.test(text) && /"kind"\s*:/.test(text);
}

/** The first instruction is FROM, or ARG before it, or a parser directive stands on top. */
export function looksLikeDockerfile(text: string): boolean {
  if (/^\uFEFF?#\s*syntax\s*=/i.test(text)) return true;
  const first = text.split('\n').find((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  return first !== undefined && /^\s*(?:FROM\s+(?:--platform=\S+\s+)?[\w$"'][^\s;,]*(?:\s+AS\s+\S+)?\s*$|ARG\s+\w+)/i.test(first);
}

const LOCKFILES: ReadonlySet<string> = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'Pipfile.lock',
  'requirements.txt',
  'Cargo.lock',
  'go.mod',
  'go.sum',
  'Gemfile.lock',
  'composer.lock',
  'packages.lock.json',
  'project.assets.json',
  'mix.lock',
  'rebar.lock',
  'gradle.lockfile',
]);
