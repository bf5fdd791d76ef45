/**
 * How the official images spell their distribution in a tag (docker-library/official-images library/*). `slimFirst`: `3.12-slim-trixie`; `slimLast`: `22-trixie-slim`;
 * `plain`: `1.25-trixie`, there is no slim; `unnamed`: `1.18-slim`, the release is not in the tag.
 */
export interface TagStyle {
  readonly debian: 'slimFirst' | 'slimLast' | 'plain' | 'unnamed' | null;
  /** Codename at the end of the tag (`-noble`), or none. */
  readonly ubuntu: boolean;
  readonly alpine: 'numbered' | 'bare' | null;
  /** What a tag without a variant needs on Debian: `php:8.3` is `8.3-cli`. */
  readonly variant?: string;
  /** First major version with a variant on a Debian release, where the default tag stayed on an older one. */
  readonly since?: Readonly<Record<string, number | undefined>>;
}

export function tagStyle(name: string): TagStyle | undefined {
  if (/^mcr\.microsoft\.com\/dotnet\/(?:sdk|runtime|aspnet|runtime-deps)$/.test(name))
    return { debian: 'slimLast', ubuntu: true, alpine: 'numbered' };
  return Object.hasOwn(styles, name) ? styles[name] : undefined;
}

const slimFirst: TagStyle = { debian: 'slimFirst', ubuntu: false, alpine: 'numbered' };
const plain: TagStyle = { debian: 'plain', ubuntu: false, alpine: 'numbered' };
const bare: TagStyle = { debian: 'plain', ubuntu: false, alpine: 'bare' };
const ubuntu: TagStyle = { debian: null, ubuntu: true, alpine: 'bare' };
const unnamed: TagStyle = { debian: 'unnamed', ubuntu: false, alpine: 'bare' };

const styles: Readonly<Record<string, TagStyle>> = {
  python: slimFirst,
  ruby: slimFirst,
  rust: slimFirst,
  // docker-node added trixie to 20, 22 and 24 and left their default on bookworm.
  node: { debian: 'slimLast', ubuntu: false, alpine: 'numbered', since: { '12': 16, '13': 20 } },
  golang: plain,
  php: { ...plain, variant: 'cli' },
  nginx: plain,
  postgres: plain,
  redis: bare,
  httpd: bare,
  memcached: bare,
  haproxy: bare,
  elixir: unnamed,
  erlang: unnamed,
  'eclipse-temurin': ubuntu,
  gradle: { debian: null, ubuntu: true, alpine: 'bare' },
  maven: ubuntu,
};

/** The images that are nothing but a distribution. */
export const plainBases: ReadonlySet<string> = new Set([
  'alpine',
  'debian',
  'ubuntu',
  'fedora',
  'centos',
  'rockylinux',
  'almalinux',
  'oraclelinux',
  'amazonlinux',
  'cgr.dev/chainguard/wolfi-base',
  'chainguard/wolfi-base',
]);

export function isPlainBase(name: string): boolean {
  return plainBases.has(name) || /^(?:registry\.(?:access\.)?redhat\.(?:com|io)\/)?ubi\d+(?:\/ubi)?(?:-(?:minimal|micro))?$/.test(name);
}
