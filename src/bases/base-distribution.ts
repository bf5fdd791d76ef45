import type { ClassifyOptions, Found, Variant } from './classification.ts';
import { findRelease, newestRelease, releaseByCodename } from './releases.ts';
import { variantsIn } from './tag-markers.ts';

/** Images that are a distribution and nothing else, and those that publishers build upon them under its name; their tag is the release. */
export function baseDistribution(name: string, tag: string, options: ClassifyOptions): Found | undefined {
  const entry = distributions.find(({ names }) => names.test(name));
  if (entry === undefined) return undefined;
  const { family, release } = entry;
  const variants = [...(entry.variants ?? []), ...variantsIn(tag)];
  const value = release(tag, options.buildDate);
  const why =
    value === null ? `${name}:${tag} is ${family}, of a release that the tag does not tell` : `${name}:${tag} is ${family} ${value}`;
  // A word instead of a number, or `alpine:3`: what it is depends on the day.
  const floating = release(tag, '2020-01-01') !== release(tag, undefined);
  return { family, release: value, variants, floating, rule: entry.more === true ? 'distro-and-more' : 'base-distro', why };
}

interface Distribution {
  readonly names: RegExp;
  readonly family: string;
  readonly release: (tag: string, date: string | undefined) => string | null;
  readonly variants?: readonly Variant[];
  /** Built on the distribution's image, with programs and packages of its own. */
  readonly more?: true;
}

const distributions: readonly Distribution[] = [
  {
    names: /^(?:alpine|(?:gliderlabs|multiarch|linuxkit|jitesoft)[-/]alpine)$/,
    family: 'alpine',
    release: alpineRelease,
  },
  { names: /^balenalib\/[\w-]+[-/]alpine$/, family: 'alpine', release: alpineRelease, more: true },
  { names: /^(?:ghcr\.io\/|lscr\.io\/)?linuxserver\/baseimage-alpine(?:-[a-z-]+)?$/, family: 'alpine', release: alpineRelease, more: true },
  {
    names: /^(?:debian|bitnami\/minideb|multiarch\/debian-debootstrap|(?:registry\.k8s\.io|k8s\.gcr\.io)\/build-image\/debian-[a-z]+)$/,
    family: 'debian',
    release: debianRelease,
  },
  { names: /^(?:ubuntu|public\.ecr\.aws\/ubuntu\/ubuntu|multiarch\/ubuntu-core)$/, family: 'ubuntu', release: ubuntuRelease },
  { names: /^phusion\/baseimage$/, family: 'ubuntu', release: (tag) => codename('ubuntu', tag), more: true },
  { names: /^(?:registry\.fedoraproject\.org\/|quay\.io\/fedora\/)?fedora(?:-minimal)?$/, family: 'fedora', release: fedoraRelease },
  { names: /^(?:quay\.io\/centos\/)?centos$/, family: 'centos', release: (tag) => (tag === 'latest' ? '8' : numberOf(tag)) },
  { names: /^(?:rockylinux|rockylinux\/rockylinux|quay\.io\/rockylinux\/rockylinux)$/, family: 'rocky', release: numberOf },
  {
    names: /^(?:almalinux|almalinux\/\d+-(?:base|init|micro|minimal)|quay\.io\/almalinuxorg\/almalinux)$/,
    family: 'almalinux',
    release: numberOf,
  },
  {
    names: /^(?:oraclelinux|container-registry\.oracle\.com\/os\/oraclelinux|ghcr\.io\/oracle\/oraclelinux)$/,
    family: 'ol',
    release: numberOf,
  },
  { names: /^(?:amazonlinux|public\.ecr\.aws\/amazonlinux\/amazonlinux)$/, family: 'amzn', release: amazonRelease },
  { names: /^(?:photon)$/, family: 'photon', release: photonRelease },
  { names: /^(?:opensuse\/leap|registry\.opensuse\.org\/opensuse\/leap)$/, family: 'opensuse-leap', release: leapRelease },
  {
    names: /^registry\.suse\.com\/(?:bci\/|suse\/).+$/,
    family: 'sles',
    release: (tag) => /^(\d+\.\d+)/.exec(tag)?.[1] ?? null,
    more: true,
  },
  { names: /^(?:nixos\/nix|ghcr\.io\/nixos\/nix)$/, family: 'nixos', release: () => null },
];

function alpineRelease(tag: string, date: string | undefined): string | null {
  const number = /(?:^|-|v)(\d+\.\d+)(?:\.\d+)?(?:$|[-_])/.exec(tag)?.[1];
  if (number !== undefined) return number;
  // Dated tags (20260805) are snapshots of edge.
  if (tag === 'edge' || /^\d{8}$/.test(tag)) return 'edge';
  return tag === 'latest' || tag === '3' ? (newestRelease('alpine', date)?.release ?? null) : null;
}

function debianRelease(tag: string, date: string | undefined): string | null {
  const number = /^(\d{1,2})(?:\.\d+)?(?:$|-)/.exec(tag)?.[1];
  if (number !== undefined) return number;
  const word = tag.split('-')[0] ?? '';
  const stable = newestRelease('debian', date)?.release;
  if (word === 'latest' || word === 'stable' || word === 'slim') return stable ?? null;
  const offset = { oldstable: 1, oldoldstable: 2, testing: -1 }[word];
  if (offset !== undefined) return stable === undefined ? null : String(Number(stable) - offset);
  if (word === 'sid' || word === 'unstable') return 'sid';
  return codename('debian', tag);
}

function ubuntuRelease(tag: string, date: string | undefined): string | null {
  const number = /^(\d\d\.\d\d)(?:$|[.-])/.exec(tag)?.[1];
  if (number !== undefined) return number;
  // Long-term releases come in April of even years.
  if (tag === 'latest') return newestRelease('ubuntu', date, ({ release }) => /^\d[02468]\.04$/.test(release))?.release ?? null;
  // Every half year there is another: the table knows those of its own time.
  if (tag === 'rolling') return date === undefined ? null : (newestRelease('ubuntu', date)?.release ?? null);
  return codename('ubuntu', tag);
}

function codename(family: string, tag: string): string | null {
  const words = tag.split(/[^a-z]+/);
  return words.map((word) => releaseByCodename(family, word)?.release).find((release) => release !== undefined) ?? null;
}

function fedoraRelease(tag: string, date: string | undefined): string | null {
  return tag === 'latest'
    ? (newestRelease('fedora', date)?.release ?? null)
    : (/^(\d\d)(?:$|-)/.exec(tag)?.[1] ?? (tag === 'rawhide' ? 'rawhide' : null));
}

function amazonRelease(tag: string, date: string | undefined): string | null {
  if (tag === 'latest') return date !== undefined && date < '2023-03-01' ? '2' : '2023';
  if (/^(?:2018|2017|2016|1)(?:$|[.-])/.test(tag)) return '1';
  // 2.0.20240809.0 is Amazon Linux 2, 2023.8.20250808.1 is 2023.
  return /^(2023|2)(?:$|[.-])/.exec(tag)?.[1] ?? null;
}

function photonRelease(tag: string, date: string | undefined): string | null {
  if (tag === 'latest') return newestRelease('photon', date)?.release ?? null;
  const major = /^(\d)(?:$|[.-])/.exec(tag)?.[1];
  return major === undefined ? null : `${major}.0`;
}

function leapRelease(tag: string, date: string | undefined): string | null {
  if (tag === 'latest') return newestRelease('opensuse-leap', date)?.release ?? null;
  const number = /^(\d\d\.\d)/.exec(tag)?.[1] ?? null;
  return number ?? (findRelease('opensuse-leap', tag) === undefined ? null : tag);
}

/** `9`, `9.4-minimal`, `stream9`, `8-slim`, `centos7.9.2009`. */
function numberOf(tag: string): string | null {
  return /^(?:centos|stream|el|almalinux)?-?(\d{1,2})(?:$|[.-])/.exec(tag)?.[1] ?? null;
}
