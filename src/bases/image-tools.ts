import { parseImageReference } from './image-reference.ts';

/**
 * Build tools and headers that an image brings, in the names of its distribution, by the Dockerfiles of the official images (docker-library/golang, php, ruby and
 * buildpack-deps, rust-lang/docker-rust, erlang/docker-erlang-otp, read on 2026-11-24). Empty: it has none. Null: nobody knows, as of every other image; a bare
 * distribution is the caller's to know.
 */
export function imageTools(reference: string): ReadonlySet<string> | null {
  const parsed = parseImageReference(reference);
  if (parsed === undefined) return null;
  const { name, tag = '' } = parsed;
  const rule = rules.find(([pattern]) => pattern.test(name));
  const tools = rule?.[1](tag, name) ?? null;
  return tools === null ? null : new Set(tools.split(' ').filter((word) => word !== ''));
}

type Tools = (tag: string, name: string) => string | null;

/** buildpack-deps, on which the full images of many languages stand; its scm variant brings Mercurial and so Python. */
const buildpack =
  'autoconf automake bash default-libmysqlclient-dev dpkg-dev file g++ gcc imagemagick libbz2-dev libc6-dev libcurl4-openssl-dev libdb-dev libevent-dev libffi-dev ' +
  'libgdbm-dev libglib2.0-dev libgmp-dev libjpeg-dev libkrb5-dev liblzma-dev libmagickcore-dev libmagickwand-dev libmaxminddb-dev libncurses5-dev libncurses-dev ' +
  'libncursesw5-dev libpng-dev libpq-dev libreadline-dev libsqlite3-dev libssl-dev libtool libwebp-dev libxml2-dev libxslt1-dev libyaml-dev linux-libc-dev make patch ' +
  'perl pkgconf pkg-config python3 unzip xz-utils zlib1g-dev';
const scm = 'bash git perl python3';
const none: Tools = () => '';
/** The full image stands on buildpack-deps; the slim one on bare Debian and Alpine's have nothing. */
const full: Tools = (tag) => (small.test(tag) ? '' : /windows|nanoserver/.test(tag) ? null : buildpack);
const small = /(?:^|-)(?:slim|alpine)/;

const rules: readonly (readonly [RegExp, Tools])[] = [
  [/^(?:python|node|ruby|erlang|elixir|gcc)$/, full],
  [/^(?:perl|pypy)$/, full],
  [/^buildpack-deps$/, (tag) => (tag.endsWith('curl') ? '' : tag.endsWith('scm') ? scm : buildpack)],
  [/^golang$/, (tag) => (small.test(tag) ? '' : `${scm} g++ gcc libc6-dev make pkg-config pkgconf`)],
  [/^rust$/, rust],
  // PHPIZE_DEPS: in the Debian images for good, in those of Alpine only while docker-php-ext-install runs.
  [/^php$/, (tag) => (/alpine/.test(tag) ? '' : 'autoconf dpkg-dev file g++ gcc libc6-dev make pkg-config pkgconf re2c perl')],
  [/^haskell$/, () => 'g++ gcc libc6-dev libffi-dev libgmp-dev make'],
  [/^(?:openjdk|eclipse-temurin|amazoncorretto|maven|gradle|tomcat|jetty|sapmachine|ibm-semeru-runtimes)$/, none],
  [/^(?:composer|nginx|httpd|redis|valkey|postgres|mysql|mariadb|mongo|memcached|caddy|traefik|haproxy|busybox|eclipse-mosquitto)$/, none],
  [/^mcr\.microsoft\.com\/dotnet\/[\w/-]+$/, (tag) => (/aot/.test(tag) ? null : '')],
  [/^(?:oven\/bun|denoland\/deno)$/, none],
  [/^ghcr\.io\/astral-sh\/uv$/, (tag) => (/slim|alpine/.test(tag) ? '' : /bookworm|trixie|debian/.test(tag) ? buildpack : null)],
  // UBI's images for building from source stand on s2i-base, but the minimal ones (general knowledge, not looked up).
  [/\/ubi\d+\/(?:python|nodejs|ruby|php|perl)-\d+$/, () => softwareCollections],
  [/\/ubi\d+\/(?:python|nodejs)-\d+-minimal$/, none],
  [/\/ubi\d+\/go-toolset$/, () => 'gcc glibc-devel make git'],
  [/\/ubi\d+\/openjdk-\d+(?:-runtime)?$/, none],
];

const softwareCollections =
  'autoconf automake gcc gcc-c++ git glibc-devel libcurl-devel libpq-devel libxml2-devel libxslt-devel make mariadb-connector-c-devel openssl-devel patch pkgconf ' +
  'python3 python3-devel sqlite-devel zlib-devel';

/** rust:slim has a linker and no more; Alpine's has gcc, and the headers of libc since 1.91.1 (rust-lang/docker-rust of 2025-12-01). */
function rust(tag: string): string {
  if (/alpine/.test(tag)) {
    const [, minor, patch] = /^1\.(\d+)(?:\.(\d+))?/.exec(tag) ?? [];
    const old = minor !== undefined && (Number(minor) < 91 || (Number(minor) === 91 && patch === '0'));
    return old ? 'gcc' : 'gcc musl-dev';
  }
  return /slim/.test(tag) ? 'gcc libc6-dev wget' : buildpack;
}
