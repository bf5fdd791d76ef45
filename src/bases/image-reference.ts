/** An image reference taken apart (distribution/reference grammar) and brought to one spelling. */
export interface ImageReference {
  /** As written. */
  readonly text: string;
  /** Without tag, digest, Docker Hub's host, `library/` and known mirrors: `node`, `bitnami/redis`, `ghcr.io/a/b`. */
  readonly name: string;
  /** `latest` when neither tag nor digest is given; undefined with a digest alone. */
  readonly tag?: string;
  readonly digest?: string;
  /** A pull-through mirror or an architecture prefix (`arm64v8/`) was taken off. */
  readonly mirrored: boolean;
}

/** Takes a reference apart, undefined when it cannot be one (an unexpanded variable, a template, upper case). */
export function parseImageReference(text: string): ImageReference | undefined {
  const match = referencePattern.exec(text.length > 1000 ? '' : text);
  const written = match?.groups?.['name'];
  if (match === null || written === undefined) return undefined;
  const { name, mirrored } = shortName(written);
  const digest = match.groups?.['digest'];
  const tag = match.groups?.['tag'] ?? (digest === undefined ? 'latest' : undefined);
  return { text, name, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }), mirrored };
}

const component = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;
const host = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::\d+)?`;
const referencePattern = new RegExp(
  String.raw`^(?<name>(?:${host}/)?${component}(?:/${component})*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}))?$`,
);

function shortName(written: string): { name: string; mirrored: boolean } {
  const hub = withoutHub(written);
  const mirrored = withoutMirror(hub);
  const name = mirrored ?? hub;
  const official = architectures.exec(name)?.[1];
  return { name: official ?? name, mirrored: mirrored !== undefined || official !== undefined };
}

/** Docker Hub under its several names; its official images live in `library/`. */
function withoutHub(name: string): string {
  return name
    .replace(/^(?:(?:index\.)?docker\.io|registry(?:-1)?\.(?:hub\.)?docker\.(?:com|io)|hub\.docker\.com)\//, '')
    .replace(/^library\//, '');
}

/** Mirrors of Docker Hub: well-known ones, and any path with a `docker.io/` or `library/` inside (Harbor, Artifactory, ECR pull-through). */
function withoutMirror(name: string): string | undefined {
  const known =
    /^(?:mirror\.gcr\.io|public\.ecr\.aws\/docker|docker\.mirror\.hashicorp\.services|mcr\.microsoft\.com\/mirror\/docker|dockerhub\.[a-z.]+)\//.exec(
      name,
    );
  if (known !== null) return withoutHub(name.slice(known[0].length));
  const proxied =
    /^[^/]*[.:][^/]*\/(?:.*\/)?(?:docker\.io\/(?:library\/)?|(?:dockerhub|docker-hub|docker-remote)\/(?:library\/)?|library\/)(.+)$/.exec(
      name,
    );
  return proxied?.[1];
}

/** The per-architecture namespaces of the official images. */
const architectures = /^(?:amd64|arm32v5|arm32v6|arm32v7|arm64v8|i386|mips64le|ppc64le|riscv64|s390x)\/([a-z0-9-]+)$/;
