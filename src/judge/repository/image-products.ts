import type { BuildGraph, Stage } from '../../dockerfile/stages/build-graph.ts';
import type { CopyStep } from '../../dockerfile/stages/step.ts';
import { isKnownPortable, isScriptName } from './known-portable.ts';
import { describePlace } from './place.ts';
import type { Place } from './place.ts';
import { looksNative } from './product.ts';
import type { Product } from './product.ts';
import { runsOf, systemPackagesOf } from './stage-runs.ts';

/**
 * What a path of an image itself holds, where its name tells: a runtime, a library, a program. A path that the stage may have filled by means that cannot be seen
 * tells nothing.
 */
export function imageProducts(source: string, place: Place, build: BuildGraph, stage: Stage | null, step: CopyStep): readonly Product[] {
  const { libc, version } = place;
  if (libc !== 'glibc' && libc !== 'musl') return [];
  const path = source.length > 1 ? source.replace(/\/+$/, '') : source;
  const name = path.split('/').at(-1) ?? '';
  const image = stage === null ? (step.from.kind === 'image' ? step.from.reference : '') : place.name;
  const product = (kind: Product['kind'], native: Product['native'], by: string): readonly Product[] => [
    {
      kind,
      path: path.startsWith('/') ? path : `/${path}`,
      vague: false,
      libc,
      version: kind === 'runtime' && libc === 'glibc' ? (runtimeFloor(image) ?? version) : version,
      native,
      evidence: { by },
      madeIn: place,
      offset: step.instruction.range.start,
    },
  ];
  if (isLoader(name)) return [];
  if (/\.so(?:\.[\d*]+)*\*?$/.test(name)) return product('library', 'yes', `a shared library of ${describePlace(place)}`);
  // A whole tree of an image whose language lives there.
  const language = imageLanguage(image);
  if (language !== null && /^\/usr(?:\/local(?:\/(?:bin|lib))?)?$/.test(path))
    return product('runtime', 'yes', `${language} of ${describePlace(place)}`);
  if (/^\/(?:usr\/)?lib(?:64|\/[\w.]+-linux-(?:gnu|musl)\w*(?:\/\*?)?)?$/.test(path))
    return product('library', 'yes', `the libraries of ${describePlace(place)}`);
  if (runtimeTrees.some((tree) => tree.test(path))) return product('runtime', 'yes', `the runtime of ${describePlace(place)}`);
  if (!programFolder.test(path) || isScriptName(name) || /[*?]/.test(name) || !looksNative(path)) return [];
  if (isKnownPortable(name) || isKnownPortable(image.split('@')[0] ?? '')) return [];
  if (runtimePrograms.test(name)) return product('runtime', 'yes', `${name} of ${describePlace(place)}`);
  const installed = stage !== null && systemPackagesOf(runsOf(build, stage)).has(name);
  // A program that the stage itself made without being seen: nothing is known of it.
  const distributed = stage !== null && /^\/(?:usr\/)?s?bin\//.test(path) && systemPackagesOf(runsOf(build, stage)).size > 0;
  const own = !installed && !standardPrograms.has(name);
  if (stage !== null && own && (!distributed || isWritten(path, build, stage)) && stage.steps.some(({ kind }) => kind === 'run')) return [];
  return product('program', installed || standardPrograms.has(name) ? 'yes' : 'maybe', `${name} of ${describePlace(place)}`);
}

/** A command of the stage names the very file: it made it, and what it made is another matter (`go build -o`). */
function isWritten(path: string, build: BuildGraph, stage: Stage): boolean {
  return runsOf(build, stage).some(({ commands }) =>
    commands.some(({ argv, redirects }) =>
      [...argv, ...redirects.flatMap(({ target }) => target ?? [])].some(({ text }) => text === path || text.endsWith(`=${path}`)),
    ),
  );
}

function isLoader(name: string): boolean {
  return /^ld-(?:linux|musl|2\.)/.test(name);
}

const programFolder = /^\/?(?:usr\/)?(?:local\/)?s?bin\/[^/]+$|^\/[^/]+$/;
const runtimePrograms = /^(?:node|nodejs|python[\d.]*|ruby|java|php|php-fpm|php-cgi|deno|bun|erl|dotnet|perl|lua[\d.]*|Rscript|R)$/;
const runtimeTrees: readonly RegExp[] = [
  /^\/opt\/(?:java|jdk|jre)[^/]*(?:\/[^/]+)?$/,
  /^\/usr\/lib\/jvm(?:\/[^/]+)?$/,
  /^\/usr\/(?:share|lib)\/dotnet$/,
  /^\/usr\/local\/(?:openjdk-\d+)$/,
  /^\/usr\/lib\/dart(?:\/bin)?$/,
];
/** Programs that a distribution's image has itself. */
const standardPrograms: ReadonlySet<string> = new Set(
  'bash sh curl wget git openssl ssh tar gzip xz make gcc cc envsubst nginx redis-server redis-cli psql pg_dump mysql mysqldump ffmpeg ffprobe tini sqlite3 convert jq rsync nc ip iptables socat gpg unzip zip ps strace gdb'.split(
    ' ',
  ),
);

/**
 * Images whose runtime is its vendor's build for all distributions, with the glibc that it asks for: JDKs are built on CentOS 7 or its like (Adoptium, Azul, BellSoft,
 * Amazon), Node 18 and later on RHEL 8 (BUILDING.md of Node), .NET 8 and later against 2.23 (os-lifecycle of dotnet/core). Python, Ruby, PHP and Perl are compiled on
 * the base that they are shipped on.
 */
function runtimeFloor(reference: string): string | null {
  const name = (reference.split('@')[0] ?? '').replace(/:[^/:]*$/, '');
  return vendorBuilds.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

const vendorBuilds: readonly (readonly [RegExp, string])[] = [
  [
    /(?:^|\/)(?:eclipse-temurin|adoptopenjdk(?:\/[\w-]+)?|amazoncorretto|openjdk|zulu-openjdk[\w-]*|liberica-open[\w-]+|ibm-semeru[\w-]*|sapmachine|graalvm[\w-]*|maven|gradle)$/,
    '2.17',
  ],
  [/(?:^|\/)node$/, '2.28'],
  [/(?:^|\/)dotnet\/[\w/-]+$/, '2.23'],
  [/(?:^|\/)rust$/, '2.17'],
];

function imageLanguage(reference: string): string | null {
  const name = /([^/:@]+)(?::[^/@]*)?(?:@.*)?$/.exec(reference)?.[1] ?? '';
  return ['python', 'node', 'ruby', 'php', 'perl', 'julia', 'erlang', 'elixir'].includes(name) ? name : null;
}
