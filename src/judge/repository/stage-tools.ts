import { toolsWithDebianPackage } from '../../bases/debian-tools.ts';
import { imageTools } from '../../bases/image-tools.ts';
import { broughtAlong, hasKnownClosure, namesAnywhere, namesOnBase } from '../../bases/toolchain-sizes.ts';
import type { BuildGraph, Stage } from '../../dockerfile/stages/build-graph.ts';
import type { Step } from '../../dockerfile/stages/step.ts';
import type { Place } from './place.ts';
import { isBareBase } from './started-program.ts';
import { isReached, runFacts, stageChain, systemPackagesOf } from './stage-runs.ts';
import type { RunFacts } from './stage-runs.ts';

/** Compilers, headers and other build tools that a stage has at one point. */
export interface StageTools {
  /** By the name of a package of Alpine, whatever the stage's own distribution calls it. */
  readonly has: (alpine: string) => boolean;
  readonly compiler: boolean;
  /** What the base image brings is known; what scripts and copies bring is `bringsUnseen`'s. */
  readonly known: boolean;
  /** Of every package of headers that is installed it is known which others come along. */
  readonly headersKnown: boolean;
}

/** `before`: only what is installed in front of that offset counts. */
export function stageTools(place: Place, runs: readonly RunFacts[], before: number): StageTools {
  const named = withPhpize(systemPackagesOf(runs, before));
  const own = isBareBase(place) ? new Set<string>() : imageTools(place.name);
  const there = new Set([...(own ?? []), ...broughtAlong(named, managerFamilies(runs)), ...brought(named, runs, before)]);
  // Development images of which no more is known than their names.
  const developing = own === null && looksLikeBuilder(place.name);
  const unnamed = developing || [...named].some((name) => name.includes('$'));
  const { family = '', release = null } = place.classification ?? {};
  const compiler = unnamed || [...there].some(isCompiler);
  return {
    compiler,
    known: own !== null,
    headersKnown: [...named].every((name) => !/-dev(?:el)?$/.test(name) || hasKnownClosure(name)),
    // Only busybox's distributions are without it.
    has: (alpine) =>
      unnamed ||
      (alpine === 'bash' && family !== 'alpine' && family !== 'wolfi') ||
      [...namesAnywhere(alpine), ...namesOnBase(family, release, [alpine])].some((name) => isThere(name, there)),
  };
}

/** The images of PHP name their build tools in a variable. */
function withPhpize(named: ReadonlySet<string>): ReadonlySet<string> {
  if (!named.has('$PHPIZE_DEPS')) return named;
  const others = [...named].filter((name) => name !== '$PHPIZE_DEPS');
  return new Set([...others, ...'autoconf dpkg-dev file g++ gcc libc6-dev musl-dev make pkgconf re2c'.split(' ')]);
}

export function isCompiler(name: string): boolean {
  return compilers.test(name);
}

const compilers =
  /^(?:build-base|gcc(?:-\d+)?|g\+\+(?:-\d+)?|clang\d*(?:-\d+)?|build-essential|alpine-sdk|gcc-c\+\+|@?development[ -]tools|abuild|base-devel)$/i;

/** Images that are made for building, by their names: what exactly they have is not known. */
export function looksLikeBuilder(reference: string): boolean {
  return (
    /dev(?:container)?|builder|cross|toolchain|manylinux|musllinux|swift|ocaml\/opam|circleci|cimg/.test(reference.split('@')[0] ?? '') &&
    !/(?:alpine|slim)(?::|$)/.test(reference)
  );
}

/** Whose packages are installed: gcc brings the headers of libc along on one distribution and not on another. */
function managerFamilies(runs: readonly RunFacts[]): ReadonlySet<string> {
  const managers = new Set(runs.flatMap(({ packages }) => packages.map(({ manager }) => manager)));
  return new Set([...(managers.has('apk') ? ['alpine'] : []), ...(managers.has('apt') || managers.has('dpkg') ? ['debian'] : [])]);
}

/** What packages bring by what they depend on and recommend. */
function brought(named: ReadonlySet<string>, runs: readonly RunFacts[], before: number): readonly string[] {
  const withRecommends = new Set(
    runs.flatMap(({ packages }) =>
      packages
        .filter(
          ({ manager, action, command }) =>
            (manager === 'apt' || manager === 'dpkg') && action === 'install' && command.start < before && isReached(command),
        )
        .filter(({ command }) => !command.argv.some(({ text }) => /no-install-recommends|Install-Recommends=(?:0|false)/i.test(text)))
        .flatMap(({ packages: names }) => names.map(({ name }) => name)),
    ),
  );
  // gcc of RHEL brings the headers of libc along.
  const rpm = runs.some(({ packages }) => packages.some(({ manager }) => manager === 'dnf' || manager === 'zypper'));
  const headers = rpm && [...named].some(isCompiler) ? ['glibc-devel', 'kernel-headers'] : [];
  const along = [...named].flatMap((name) => {
    const { always, recommended } = toolsWithDebianPackage(name);
    const others = Object.hasOwn(alsoBrought, name) ? (alsoBrought[name] ?? []) : [];
    return [...always, ...(withRecommends.has(name) ? recommended : []), ...others];
  });
  return [...along, ...headers];
}

/** What the sizes' indexes do not have: Alpine's community packages and RHEL's, by general knowledge of what they depend on. */
const alsoBrought: Readonly<Record<string, readonly string[] | undefined>> = {
  rust: ['gcc', 'musl-dev', 'glibc-devel'],
  cargo: ['rust', 'gcc', 'musl-dev', 'glibc-devel'],
  'rust-toolset': ['cargo', 'gcc', 'glibc-devel'],
  go: ['gcc', 'musl-dev'],
  golang: ['gcc', 'glibc-devel'],
  'go-toolset': ['gcc', 'glibc-devel'],
  ghc: ['gcc', 'musl-dev'],
  'gcc-c++': ['gcc', 'glibc-devel'],
  'rpm-build': ['gcc', 'make', 'glibc-devel'],
  'redhat-rpm-config': ['gcc', 'glibc-devel'],
};

function isThere(name: string, installed: ReadonlySet<string>): boolean {
  if (installed.has(name)) return true;
  const has = (...others: readonly string[]): boolean => others.some((other) => installed.has(other));
  const group = [...installed].some((each) => /^(?:@?development[ -]tools|base-devel)$/i.test(each));
  if (
    /^(?:gcc|make|libc6-dev|musl-dev|glibc-devel|glibc-dev)$/.test(name) &&
    (group || has('build-base', 'alpine-sdk', 'build-essential', 'abuild'))
  )
    return true;
  if (/^(?:g\+\+|gcc-c\+\+)$/.test(name) && (group || has('build-base', 'alpine-sdk', 'build-essential'))) return true;
  if (name === 'gcc' && (has('g++', 'gfortran', 'gcc-c++') || [...installed].some((each) => /^(?:gcc|g\+\+)-\d+$|^clang/.test(each))))
    return true;
  if (/^(?:g\+\+|gcc-c\+\+)$/.test(name) && [...installed].some((each) => /^g\+\+-\d+$|^clang/.test(each))) return true;
  if (/^(?:musl-dev|libc6-dev|glibc-devel)$/.test(name) && has('g++', 'gcc-c++', 'libc-dev', 'libstdc++-dev')) return true;
  if (name === 'linux-libc-dev' && has('libc6-dev', 'g++', 'build-essential')) return true;
  if (name === 'python3' && [...installed].some((each) => /^python3(?:[.-]|$)|^python\d+$/.test(each))) return true;
  if (name === 'python3-dev' && [...installed].some((each) => /^python3(?:\.\d+|\d+)?-dev(?:el)?$|^python3-full$/.test(each))) return true;
  return (alternatives[name] ?? []).some((other) => installed.has(other));
}

const alternatives: Readonly<Record<string, readonly string[] | undefined>> = {
  'libpq-dev': ['postgresql-dev', 'postgresql-server-dev-all', 'postgresql16-dev', 'postgresql17-dev', 'postgresql18-dev'],
  'libpq-devel': ['postgresql-devel'],
  'mariadb-connector-c-dev': ['mariadb-dev', 'mysql-dev'],
  'libmariadb-dev': ['default-libmysqlclient-dev', 'libmariadb-dev-compat', 'libmysqlclient-dev'],
  pkgconf: ['pkgconfig', 'pkg-config', 'pkgconf-pkg-config'],
  cargo: ['rust', 'rustup', 'rustc'],
  'libldap2-dev': ['libldap-dev'],
  'jpeg-dev': ['libjpeg-turbo-dev'],
  'libaspell-dev': ['libpspell-dev'],
  'enchant2-dev': ['enchant-dev'],
  'libenchant-2-dev': ['libenchant-dev'],
  'libjpeg-dev': ['libjpeg62-turbo-dev', 'libjpeg-turbo8-dev'],
  'zlib1g-dev': ['zlib-dev'],
  'libncurses-dev': ['libncurses5-dev', 'libncursesw5-dev'],
  'openssl-dev': ['libressl-dev', 'openssl3-dev', 'openssl1.1-compat-dev'],
};

/** A step in front of `before` may have brought tools that no package name tells: a script, a download, another package manager, a copied folder of programs. */
export function bringsUnseen(build: BuildGraph, stage: Stage, before: number): boolean {
  return stageChain(build, stage).some(({ steps }) =>
    steps.some((step) => step.instruction.range.start < before && isUnseen(step, before)),
  );
}

function isUnseen(step: Step, before: number): boolean {
  if (step.kind === 'copy' || step.kind === 'add') return copiesPrograms(step);
  if (step.kind !== 'run') return false;
  const { opaque, downloads, commands } = runFacts(step);
  return (
    opaque ||
    downloads.some(({ url, command }) => command.start < before && !withoutCompiler.test(url.text)) ||
    commands.some(
      ({ name, argv, start }) =>
        start < before &&
        (otherManagers.test(name) ||
          /\.(?:sh|bash)$/.test(name) ||
          (/^(?:ba|da|a)?sh$|^\.$|^source$/.test(name) && runsScript(argv[1]?.text))),
    )
  );
}

function runsScript(word: string | undefined): boolean {
  return word !== undefined && !word.startsWith('-') && !/\.(?:cargo|nvm)\/|bashrc|profile/.test(word);
}

const otherManagers = /^(?:conda|mamba|micromamba|nix(?:-\w+)?|brew|asdf|mise|spack|vcpkg|emerge|xbps-install|swupd)$/;

/** Installers of languages that bring no C compiler. */
const withoutCompiler =
  /rustup|static\.rust-lang\.org|nodesource|nodejs\.org|nvm-sh|astral\.sh|astral-sh|install\.python-poetry|bootstrap\.pypa|get-pip|bun\.sh|deno\.land|getcomposer|go\.dev|golang\.org|storage\.googleapis\.com\/golang|dl\.google\.com\/go\/|yarnpkg|pnpm|get\.docker|\.(?:asc|gpg|key|pem|crt|pub)(?:$|[?#])|dot\.net|protoc-|\/protobuf\//;

function copiesPrograms({ from, sources, destination }: Extract<Step, { readonly kind: 'copy' | 'add' }>): boolean {
  const whole = /^\/?(?:usr\/?|usr\/local\/?|opt\/?|s?bin\/?|usr\/(?:local\/)?(?:s?bin|lib)\/?)?$/;
  if (/gcc|clang|zig|toolchain|cross|llvm|rootfs/i.test(`${sources.join(' ')} ${destination}`)) return true;
  if (sources.some((source) => /^https?:/.test(source))) return true;
  if (from.kind === 'context') return destination === '/' || /^\/(?:usr(?:\/local)?\/?)?$/.test(destination);
  return sources.some((source) => whole.test(source) && source !== '.');
}
