import { broughtAlong, installedSize, namesAnywhere, namesOnBase } from '../../bases/toolchain-sizes.ts';
import type { InstalledSize } from '../../bases/toolchain-sizes.ts';
import { hasCompiler } from './compiled-products.ts';
import type { Place } from './place.ts';
import type { StageContext } from './stage-facts.ts';
import { isReached, runsOf, systemManagers, systemPackagesOf } from './stage-runs.ts';
import type { RunFacts } from './stage-runs.ts';

/** What compiling asks of a stage, in the names of its distribution. */
export interface CompileNeeds {
  readonly needs: readonly string[];
  readonly missing: readonly string[];
  readonly size: InstalledSize | null;
}

/** `alpine`: names as on Alpine. `before`: only what is installed in front of that offset counts. */
export function compileNeeds(alpine: readonly string[], place: Place, runs: readonly RunFacts[], before: number): CompileNeeds {
  const { family = '', release = null } = place.classification ?? {};
  const named = systemPackagesOf(runs, before);
  const installed = broughtAlong(named);
  const compiler = hasCompiler({ place, packages: () => named }, before);
  const full = compiler && !compilers.test([...named].join(' '));
  const there = { compiler, full };
  const missing = alpine.filter(
    (need) => ![...namesAnywhere(need), ...namesOnBase(family, release, [need])].some((name) => isThere(name, installed, there)),
  );
  const needs = namesOnBase(family, release, alpine);
  return { needs, missing: namesOnBase(family, release, missing), size: installedSize(family, release, needs) };
}

interface Brought {
  readonly compiler: boolean;
  /** A full language image (buildpack-deps), with the headers that it is known to have. */
  readonly full: boolean;
}

function isThere(name: string, installed: ReadonlySet<string>, { compiler, full }: Brought): boolean {
  if (installed.has(name)) return true;
  const has = (...others: readonly string[]): boolean => others.some((other) => installed.has(other));
  if (/^(?:gcc|make|libc6-dev|musl-dev|glibc-devel|glibc-dev)$/.test(name) && has('build-base', 'alpine-sdk', 'build-essential', 'abuild'))
    return true;
  if (/^(?:g\+\+|gcc-c\+\+)$/.test(name) && has('build-base', 'alpine-sdk', 'build-essential')) return true;
  if (name === 'gcc' && has('g++', 'gfortran', 'gcc-c++')) return true;
  if (/^(?:musl-dev|libc6-dev|glibc-devel)$/.test(name) && has('g++', 'gcc-c++')) return true;
  // gcc of Debian and RHEL brings the headers of libc along.
  if (/^(?:libc6-dev|glibc-devel|linux-libc-dev|kernel-headers)$/.test(name) && (compiler || has('gcc'))) return true;
  if (/^(?:gcc|g\+\+|make)$/.test(name) && full) return true;
  if (full && buildpackDeps.has(name)) return true;
  return (alternatives[name] ?? []).some((other) => installed.has(other) || (full && buildpackDeps.has(other)));
}

const compilers = /\b(?:gcc|g\+\+|clang|build-base|build-essential)\b/;
const alternatives: Readonly<Record<string, readonly string[] | undefined>> = {
  'libpq-dev': ['postgresql-dev', 'postgresql-server-dev-all', 'postgresql16-dev', 'postgresql17-dev', 'postgresql18-dev'],
  'libpq-devel': ['postgresql-devel'],
  'mariadb-connector-c-dev': ['mariadb-dev', 'mysql-dev'],
  'libmariadb-dev': ['default-libmysqlclient-dev', 'libmariadb-dev-compat', 'libmysqlclient-dev'],
  pkgconf: ['pkgconfig', 'pkg-config'],
  cargo: ['rust', 'rustup', 'rustc'],
  'libldap2-dev': ['libldap-dev'],
  'jpeg-dev': ['libjpeg-turbo-dev'],
};
/** Of the -dev packages in buildpack-deps, on which the full images of python, node, ruby and others stand. */
const buildpackDeps: ReadonlySet<string> = new Set(
  (
    'autoconf automake default-libmysqlclient-dev g++ gcc libbz2-dev libc6-dev libcurl4-openssl-dev libdb-dev libevent-dev libffi-dev libgdbm-dev libglib2.0-dev libgmp-dev ' +
    'libjpeg-dev libkrb5-dev liblzma-dev libmaxminddb-dev libncurses5-dev libpng-dev libpq-dev libreadline-dev libsqlite3-dev libssl-dev libtool libwebp-dev libxml2-dev ' +
    'libxslt1-dev libyaml-dev make patch pkgconf pkg-config zlib1g-dev linux-libc-dev bash python3'
  ).split(' '),
);

/**
 * What becomes of installed build tools: they stay in the image that runs; go in the RUN that brought them; are removed later, while their bytes stay in the
 * layer below; or are in a stage that is not part of that image.
 */
export type ToolFate = 'stays' | 'removed' | 'layer' | 'other-stage';

export function fateOfTools(
  names: readonly string[],
  { build, chain }: Pick<StageContext, 'build' | 'chain'>,
  stage: StageContext['stage'],
): ToolFate {
  if (!chain.some(({ index }) => index === stage.index)) return 'other-stage';
  const last = chain.at(-1) ?? stage;
  const runs = runsOf(build, last);
  if (names.some((name) => systemPackagesOf(runs).has(name))) return 'stays';
  return names.every((name) => runs.every((run) => !installs(run, name) || !systemPackagesOf([run]).has(name))) ? 'removed' : 'layer';
}

function installs({ packages }: RunFacts, name: string): boolean {
  return packages.some(
    ({ action, manager, packages: named, command }) =>
      action === 'install' && systemManagers.has(manager) && isReached(command) && named.some((each) => each.name === name),
  );
}
