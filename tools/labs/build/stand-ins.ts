import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseImageReference } from '../../../src/bases/image-reference.ts';
import { execute } from './buildah.ts';
import type { Buildah } from './buildah.ts';
import { minbase } from '../../profiles/minbase.ts';

/** Images made on the spot from real packages, under the names that Dockerfiles use. */
export interface StandIns {
  /** Makes the image once. */
  readonly make: (reference: string) => void;
}

/** What stands in for an image, or why nothing here can. */
export type StandIn =
  | { readonly kind: 'debian' | 'node' | 'python' | 'golang'; readonly release: Release; readonly note?: string }
  | { readonly kind: 'none'; readonly why: string };

export type Release = '12' | '13';

const suites = { '12': 'bookworm', '13': 'trixie' } as const;
/** What Debian itself has. */
const pythons = { '12': '3.11', '13': '3.13' } as const;
const goes = { '12': '1.19', '13': '1.24' } as const;

/** debian:N-slim is what debootstrap's minbase holds; Node comes from the npm package of its binaries, Python and Go from Debian. */
export function standInFor(reference: string): StandIn {
  const image = parseImageReference(reference);
  const tag = image?.tag ?? 'latest';
  const release = /trixie|^13/.test(tag) || tag === 'latest' ? '13' : /bookworm|^12/.test(tag) ? '12' : undefined;
  const none = (why: string): StandIn => ({ kind: 'none', why: `${reference}: ${why}` });
  if (image === undefined) return none('no reference');
  switch (image.name) {
    case 'debian':
      return release === undefined ? none('only Debian 12 and 13 are made here') : { kind: 'debian', release };
    case 'node':
      return release === undefined ? none('not on Debian 12 or 13') : { kind: 'node', release };
    case 'python': {
      if (release === undefined) return none('not on Debian 12 or 13');
      const own = pythons[release];
      return tag.startsWith(own)
        ? { kind: 'python', release }
        : { kind: 'python', release, note: `Debian's Python ${own} stands in for ${tag}` };
    }
    case 'golang': {
      if (release === undefined) return none('not on Debian 12 or 13');
      const own = goes[release];
      return tag.startsWith(own)
        ? { kind: 'golang', release }
        : { kind: 'golang', release, note: `Debian's Go ${own} stands in for ${tag}` };
    }
    default:
      return none('no package holds this image');
  }
}

export function openStandIns(buildah: Buildah, folder: string): StandIns {
  const made = new Set<string>();
  const make = (reference: string): void => {
    if (made.has(reference)) return;
    made.add(reference);
    const tag = `docker.io/library/${reference.replace(/^docker\.io\/library\//, '')}`;
    if (buildah.has(tag)) return;
    const standIn = standInFor(reference);
    if (standIn.kind === 'none') throw new Error(standIn.why);
    const { kind, release } = standIn;
    const context = join(folder, reference.replaceAll(/[^\w.-]/g, '_'));
    mkdirSync(context, { recursive: true });
    if (kind === 'debian') debianContext(context, release, folder);
    else {
      make(`debian:${release}-slim`);
      if (kind === 'node') nodeContext(context, parseImageReference(reference)?.tag ?? '');
    }
    const lines = kind === 'debian' ? debianLines : [`FROM debian:${release}-slim`, ...lines3[kind]];
    writeFileSync(join(context, 'Base'), `${lines.join('\n')}\n`);
    buildah.build(join(context, 'Base'), context, tag);
  };
  return { make };
}

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const MACHINES = '/usr/share/lab-certificates.crt';

/** The machine's certificates come along: registries are reached as the machine itself reaches them. */
function debianContext(context: string, release: Release, cache: string): void {
  const tar = join(cache, `${suites[release]}.tar`);
  if (!existsSync(tar))
    execute('mmdebstrap', ['--mode=root', ...minbase(suites[release]), suites[release], tar, 'http://deb.debian.org/debian']);
  copyFileSync(tar, join(context, 'base.tar'));
  if (existsSync(CERTIFICATES)) copyFileSync(CERTIFICATES, join(context, 'certificates'));
  else writeFileSync(join(context, 'certificates'), '');
  writeFileSync(join(context, 'docker-no-languages'), 'Acquire::Languages "none";\n');
  writeFileSync(join(context, 'docker-apt-speedup'), 'force-unsafe-io\n');
}

const debianLines = [
  'FROM scratch',
  'ADD base.tar /',
  `COPY certificates ${MACHINES}`,
  // As the published images have it (debuerreotype).
  'COPY docker-no-languages /etc/apt/apt.conf.d/',
  'COPY docker-apt-speedup /etc/dpkg/dpkg.cfg.d/',
  `ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin NODE_EXTRA_CA_CERTS=${MACHINES} SSL_CERT_FILE=${MACHINES} PIP_CERT=${MACHINES}`,
  'CMD ["bash"]',
];

/** `22-trixie-slim` is the newest 22 on npm; a name such as `current` is the newest of all. */
function nodeContext(context: string, tag: string): void {
  const version = /^\d+(?:\.\d+)*/.exec(tag)?.[0] ?? 'latest';
  execute('npm', [
    'pack',
    '--silent',
    `node-linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}@${version}`,
    '--pack-destination',
    context,
  ]);
  const archive = readdirSync(context).find((name) => name.endsWith('.tgz'));
  execute('tar', ['-xzf', archive ?? ''], context);
  execute('npm', ['install', '--silent', '--global', '--prefix', join(context, 'global'), 'npm@11', 'corepack', 'yarn@1']);
}

const clean = '&& rm -rf /var/lib/apt/lists/*';
const update = 'RUN apt-get update && apt-get install -y --no-install-recommends';
const lines3 = {
  node: [
    'RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node',
    'COPY package/bin/node /usr/local/bin/node',
    'COPY global/ /usr/local/',
    'CMD ["node"]',
  ],
  python: [
    `${update} python3 python3-pip python3-venv ${clean} && rm -f /usr/lib/python3*/EXTERNALLY-MANAGED \\`,
    ' && ln -s /usr/bin/python3 /usr/local/bin/python && pip3 install --upgrade --ignore-installed --root-user-action ignore pip',
    'CMD ["python3"]',
  ],
  golang: [
    `${update} golang-go ca-certificates git g++ gcc libc6-dev make pkg-config wget curl ${clean}`,
    'ENV GOPATH=/go PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'WORKDIR /go',
    'CMD ["bash"]',
  ],
} as const;
