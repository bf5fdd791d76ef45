import type { Found, Variant } from './classification.ts';
import { findRelease, releaseByCodename } from './releases.ts';

/** A distribution that the text of a tag (or of the last part of a name) names: `alpine3.19`, `slim-bookworm`, `ubuntu22.04`, `ubi9-minimal`. */
export function fromMarker(text: string): Found | undefined {
  for (const read of readers) {
    const found = read(text);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `-slim`, `-dev`, `-debug` and the like, wherever they stand in a tag. */
export function variantsIn(text: string): readonly Variant[] {
  const words = new Set(text.split(/[^a-z0-9]+/));
  const found: readonly (Variant | false)[] = [
    words.has('slim') && 'slim',
    words.has('dev') && 'dev',
    words.has('debug') && 'debug',
    words.has('distroless') && 'distroless',
    (words.has('chiseled') || words.has('chiselled')) && 'chiseled',
    words.has('extra') && 'extra',
    words.has('fips') && 'fips',
    words.has('minimal') && 'minimal',
    words.has('micro') && 'micro',
    words.has('nonroot') && 'nonroot',
  ];
  return found.filter((variant) => variant !== false);
}

const readers: readonly ((text: string) => Found | undefined)[] = [
  windows,
  alpineRelease,
  alpineEdge,
  debianCodename,
  ubuntuCodename,
  numbered,
  alpineBare,
  bareWord,
];

function windows(text: string): Found | undefined {
  const match = /(?:^|[^a-z])(windowsservercore|nanoserver|servercore|windows)(?![a-z])/.exec(text);
  return match === null ? undefined : { family: 'windows', release: null, rule: 'windows', why: `"${match[1]}" is a Windows base` };
}

/** temurin and hexpm write `alpine-3.22`, others `alpine3.22`; the point release does not matter. */
function alpineRelease(text: string): Found | undefined {
  const release = /(?:^|[^a-z])alpine-?v?(\d+\.\d+)(?![\d])/.exec(text)?.[1];
  return release === undefined ? undefined : found('alpine', knownAlpine(release), 'alpine-suffix', text);
}

/** `alpine-5.1` may be the version of something else. */
function knownAlpine(release: string): string | null {
  return findRelease('alpine', release) !== undefined || /^3\.(?:[12]|2[5-9])$/.test(release) ? release : null;
}

function alpineEdge(text: string): Found | undefined {
  return /(?:^|[^a-z])alpine-?edge(?![a-z])/.test(text) ? found('alpine', 'edge', 'alpine-suffix', text) : undefined;
}

function alpineBare(text: string): Found | undefined {
  return /(?:^|[^a-z])alpine(?:$|[^a-z])/.test(text) ? found('alpine', null, 'alpine-bare', text) : undefined;
}

function debianCodename(text: string): Found | undefined {
  const name = /(?:^|[^a-z])(wheezy|jessie|stretch|buster|bullseye|bookworm|trixie|forky|sid)(?![a-z])/.exec(text)?.[1];
  if (name === undefined) return undefined;
  const release = name === 'sid' ? 'sid' : name === 'forky' ? '14' : (releaseByCodename('debian', name)?.release ?? null);
  return found('debian', release, 'codename', name);
}

function ubuntuCodename(text: string): Found | undefined {
  const name = new RegExp(`(?:^|[^a-z])(${ubuntuNames})(?![a-z])`).exec(text)?.[1];
  return name === undefined ? undefined : found('ubuntu', releaseByCodename('ubuntu', name)?.release ?? null, 'ubuntu-codename', name);
}

const ubuntuNames =
  'trusty|xenial|bionic|cosmic|disco|eoan|focal|groovy|hirsute|impish|jammy|kinetic|lunar|mantic|noble|oracular|plucky|questing|resolute|stonking';

/** A distribution's name with its number right behind it. */
function numbered(text: string): Found | undefined {
  for (const { pattern, family, variants } of numbers) {
    const match = pattern.exec(text);
    if (match !== null)
      return { ...found(family, match.slice(1).join('.'), 'rpm-suffix', match[0].replace(/^[^a-z]/, '')), variants: variants ?? [] };
  }
  return undefined;
}

const numbers: readonly { pattern: RegExp; family: string; variants?: readonly Variant[] }[] = [
  { pattern: /(?:^|[^a-z])ubuntu-?(\d\d)\.?(04|10)(?!\d)/, family: 'ubuntu' },
  // `-debian-1` counts somebody's builds.
  { pattern: /(?:^|[^a-z])debian-?([6-9]|[1-9]\d)(?![\d.])/, family: 'debian' },
  { pattern: /(?:^|[^a-z])ubi-?(\d+)(?!\d)/, family: 'rhel', variants: ['ubi'] },
  { pattern: /(?:^|[^a-z])rhel-?(\d+)/, family: 'rhel' },
  { pattern: /(?:^|[^a-z])(?:amazonlinux|amzn|al)-?(2023|2)(?!\d)/, family: 'amzn' },
  { pattern: /(?:^|[^a-z])azurelinux-?(\d+\.\d+)/, family: 'azurelinux' },
  { pattern: /(?:^|[^a-z])(?:cbl-)?mariner-?(\d+\.\d+)/, family: 'mariner' },
  { pattern: /(?:^|[^a-z])(?:oraclelinux|ol)-?(\d+)(?![\d.])/, family: 'ol' },
  { pattern: /(?:^|[^a-z])centos-?(?:stream-?)?(\d+)/, family: 'centos' },
  { pattern: /(?:^|[^a-z])stream-?(\d{1,2})(?![\d.])/, family: 'centos' },
  { pattern: /(?:^|[^a-z])rocky(?:linux)?-?(\d+)/, family: 'rocky' },
  { pattern: /(?:^|[^a-z])alma(?:linux)?-?(\d+)/, family: 'almalinux' },
  { pattern: /(?:^|[^a-z])fedora-?(\d\d)(?!\d)/, family: 'fedora' },
  { pattern: /(?:^|[^a-z])photon-?(\d)(?:\.0)?(?!\d)/, family: 'photon' },
];

/** A distribution's name alone: the family is said, the release is not. */
function bareWord(text: string): Found | undefined {
  const match =
    /(?:^|[^a-z])(ubuntu|debian|centos|fedora|rockylinux|almalinux|oraclelinux|archlinux|amazonlinux|mariner|azurelinux|wolfi|ubi|raspbian)(?:$|[^a-z])/.exec(
      text,
    );
  const word = match?.[1];
  if (word === undefined) return undefined;
  const family = words[word] ?? word;
  return { ...found(family, family === 'wolfi' ? 'rolling' : null, 'name-says', word), variants: word === 'ubi' ? ['ubi'] : [] };
}

const words: Readonly<Record<string, string>> = {
  rockylinux: 'rocky',
  oraclelinux: 'ol',
  archlinux: 'arch',
  amazonlinux: 'amzn',
  ubi: 'rhel',
};

function found(family: string, release: string | null, rule: string, word: string): Found {
  return { family, release, rule, why: `"${word}" says ${family}${release === null ? '' : ` ${release}`}` };
}
