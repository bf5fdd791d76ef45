import { classifyImage } from '../../bases/classify-image.ts';
import { BasewiseError } from '../../errors.ts';
import { translateImage } from '../../migrate/images/translate-image.ts';
import { parseTarget } from '../../migrate/target.ts';
import type { Certainty } from '../../report/report.ts';

export interface RuntimeImage {
  readonly reference: string;
  readonly certainty: Certainty;
  readonly source: string;
}

/** The image of a runtime (`node 22`, `python 3.11`) on a base: the official image's variant there, the distribution's own, or null where none is known. */
export function runtimeImage(runtime: string, base: string): RuntimeImage | null {
  const [kind = '', version = ''] = runtime.split(' ');
  const own = vendorImage(kind, version, base);
  // An official image on Debian is no Distroless.
  return own ?? (base.startsWith('distroless/') ? null : officialImage(kind, version, base));
}

/** Images that the publisher of a base builds with a runtime in them. */
function vendorImage(kind: string, version: string, base: string): RuntimeImage | null {
  if (version === '' && base !== 'wolfi') return null;
  const debian = /^distroless\/(?:base|base-nossl|cc)-debian(\d+)$/.exec(base)?.[1];
  if (debian !== undefined) {
    const names: Readonly<Record<string, string | undefined>> = { node: `nodejs${version}`, java: `java${version}`, python: 'python3' };
    const name = names[kind];
    // The Python of Distroless is Debian's own.
    if (name === undefined || (kind === 'python' && version !== debianPython[debian])) return null;
    return { reference: `gcr.io/distroless/${name}-debian${debian}`, certainty: 'possible', source: "Distroless' naming of its images" };
  }
  const ubi = /^ubi(\d+)(-minimal|-micro)?$/.exec(base);
  if (ubi !== null && ubi[2] !== '-micro') {
    const names: Readonly<Record<string, string | undefined>> = { node: `nodejs-${version}${ubi[2] === '-minimal' ? '-minimal' : ''}`, python: `python-${version.replace('.', '')}`, java: `openjdk-${version}-runtime`, ruby: `ruby-${version.replace('.', '')}`, php: `php-${version.replace('.', '')}` }; // prettier-ignore
    const name = names[kind];
    return name === undefined ? null : { reference: `registry.access.redhat.com/ubi${ubi[1] ?? ''}/${name}`, certainty: 'possible', source: "Red Hat's naming of its images" }; // prettier-ignore
  }
  const chainguard: Readonly<Record<string, string | undefined>> = {
    node: 'node',
    python: 'python',
    java: 'jre',
    ruby: 'ruby',
    php: 'php',
    dotnet: 'dotnet-runtime',
  };
  if (base !== 'wolfi' || chainguard[kind] === undefined) return null;
  return { reference: `cgr.dev/chainguard/${chainguard[kind]}`, certainty: 'possible', source: "Chainguard's naming of its images; without a subscription only the newest version" }; // prettier-ignore
}

const debianPython: Readonly<Record<string, string | undefined>> = { '11': '3.9', '12': '3.11', '13': '3.13' };

/** Spelled on Alpine and on Debian, so that one of the two is a move. */
const official: Readonly<Record<string, string | undefined>> = {
  node: 'node',
  python: 'python',
  ruby: 'ruby',
  php: 'php',
  java: 'eclipse-temurin',
  go: 'golang',
  erlang: 'erlang',
};

function officialImage(kind: string, version: string, base: string): RuntimeImage | null {
  const name = official[kind];
  if (name === undefined || version === '') return null;
  const tag = kind === 'java' ? `${version}-jre` : version;
  try {
    const target = parseTarget(base);
    const found = translateImage(`${name}:${tag}${target.family === 'alpine' ? '' : '-alpine'}`, target);
    if (found.kind !== 'move') return null;
    const { family, release, why } = classifyImage(found.reference);
    if (family !== target.family || (target.release !== null && release !== target.release)) return null;
    return { reference: found.reference, certainty: 'likely', source: why };
  } catch (error) {
    if (error instanceof BasewiseError) return null;
    throw error;
  }
}
