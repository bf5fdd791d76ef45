import type { BuildGraph, Stage } from '../../dockerfile/stages/build-graph.ts';
import { runsOf, systemPackagesOf } from './stage-runs.ts';

export interface StageRuntime {
  readonly name: 'cpython' | 'node' | 'go' | 'ruby' | 'java' | 'php' | 'dotnet' | 'erlang' | 'rust';
  /** `3.11`, `22`; null where the reference does not tell. */
  readonly version: string | null;
  /** `image`: the stage's base image brings it; `package`: its distribution does. */
  readonly from: 'image' | 'package';
}

/** Language runtimes of a stage: from the name of its base image, and from the system packages that are installed. */
export function runtimesOf(build: BuildGraph, stage: Stage): readonly StageRuntime[] {
  const { root } = stage;
  const reference = root.kind === 'image' ? root.reference : root.kind === 'unresolved' ? root.text : '';
  const found = fromImage(reference);
  const packages = systemPackagesOf(runsOf(build, stage));
  const more = [...packages].flatMap((name) => {
    const match = packageRuntimes.find(([pattern]) => pattern.test(name));
    const version = /^python(3\.\d+)$/.exec(name)?.[1] ?? null;
    return match === undefined ? [] : [{ name: match[1], version, from: 'package' as const }];
  });
  // `python3.11` tells more than the `python3` beside it.
  more.sort((a, b) => Number(b.version !== null) - Number(a.version !== null));
  return [
    ...found,
    ...more.filter(
      ({ name }, index) => more.findIndex((each) => each.name === name) === index && !found.some((each) => each.name === name),
    ),
  ];
}

function fromImage(reference: string): readonly StageRuntime[] {
  const bare = reference.split('@')[0] ?? '';
  const colon = bare.lastIndexOf(':');
  const name = colon > bare.lastIndexOf('/') ? bare.slice(0, colon) : bare;
  const tag = colon > bare.lastIndexOf('/') ? bare.slice(colon + 1) : 'latest';
  const match = imageRuntimes.find(([pattern]) => pattern.test(name));
  if (match === undefined) return [];
  const number = /(?:^|[^\d.])v?(\d+(?:\.\d+)?)/.exec(/distroless\/nodejs(\d+)/.exec(name)?.[1] ?? tag)?.[1] ?? null;
  return [{ name: match[1], version: number, from: 'image' }];
}

const imageRuntimes: readonly (readonly [RegExp, StageRuntime['name']])[] = [
  [/(?:^|\/)(?:python|pypy|uvicorn[\w-]*|distroless\/python3?[\w-]*)$/, 'cpython'],
  [/(?:^|\/)(?:node|distroless\/nodejs[\w-]*|playwright|puppeteer)$/, 'node'],
  [/(?:^|\/)golang$/, 'go'],
  [/(?:^|\/)(?:ruby|rails)$/, 'ruby'],
  [
    /(?:^|\/)(?:openjdk|eclipse-temurin|amazoncorretto|maven|gradle|zulu-openjdk[\w-]*|liberica-open[\w-]+|ibm-semeru[\w-]*|sapmachine|tomcat|jetty|distroless\/java[\w-]*)$/,
    'java',
  ],
  [/(?:^|\/)(?:php|composer|frankenphp)$/, 'php'],
  [/(?:^|\/)dotnet\/[\w/-]+$/, 'dotnet'],
  [/(?:^|\/)(?:elixir|erlang)$/, 'erlang'],
  [/(?:^|\/)(?:rust|rustlang\/rust)$/, 'rust'],
];

const packageRuntimes: readonly (readonly [RegExp, StageRuntime['name']])[] = [
  [/^python3?(?:\.\d+)?$|^py3-pip$|^python3-(?:pip|minimal|venv)$/, 'cpython'],
  [/^nodejs(?:-current|-lts)?$|^npm$/, 'node'],
  [/^go$|^golang(?:-go|-\d[\d.]*)?$/, 'go'],
  [/^ruby(?:-full|\d[\d.]*)?$/, 'ruby'],
  [/^openjdk-?\d+.*$|^default-(?:jre|jdk).*$|^java-[\w.-]+$/, 'java'],
  [/^php\d*(?:-cli|-fpm)?$/, 'php'],
  [/^dotnet\d*-(?:runtime|sdk)|^aspnetcore/, 'dotnet'],
  [/^erlang|^elixir$/, 'erlang'],
  [/^rust$|^cargo$/, 'rust'],
];
