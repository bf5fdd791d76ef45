import { nativePackagesDate } from '../../bases/native-packages.ts';
import { fateText, sizeText, timeText } from '../../judge/repository/compile-cost-text.ts';
import { listed } from '../../judge/group-failures.ts';
import type { InstallEvidence } from './evidence.ts';
import type { JudgedPackage } from './judge-package.ts';

export function messageText(evidence: InstallEvidence): string {
  const { command, base, packages, wheels } = evidence;
  return [
    `\`${command}\` on ${base} follows no lock, so what it takes changes from build to build (facts of ${nativePackagesDate}):`,
    ...packages.map((each) => packageText(each, evidence)),
    ...wheels,
    ...needsText(evidence),
    ...toolText(evidence),
  ].join('\n');
}

function packageText({ name, version, release, verdict, tag, floor, note }: JudgedPackage, { libc }: InstallEvidence): string {
  const title = version === null ? name : `${name} ${version}`;
  const newest = version === null && release !== null ? `, today ${release},` : '';
  const how = {
    prebuilt: tag === 'any' ? 'has a wheel without native code' : 'has a build for musl',
    compiles: floor === null ? `has no build for ${libc} and is compiled` : `has builds for glibc ${floor} and newer, and is compiled here`,
    fails: 'has neither a build for musl nor a source to build from',
  }[verdict];
  const time = verdict === 'compiles' ? timeText(name) : '';
  const notes = [time, note ?? ''].filter((text) => text !== '');
  return `${title}${newest} ${how}${notes.length === 0 ? '' : `; ${notes.join('; ')}`}.`;
}

function needsText({ needs, missing, size }: InstallEvidence): readonly string[] {
  if (needs.length === 0) return [];
  const cost = sizeText(size);
  return [
    `Compiling asks for ${listed(needs, 8)} on this base${cost === '' ? '' : `: ${cost}`}.`,
    ...(missing.length === 0 ? [] : [`Not in this stage: ${missing.join(', ')}.`]),
  ];
}

function toolText({ tools, toolSize, fate, packages, secondPython, libc }: InstallEvidence): readonly string[] {
  if (tools.length === 0 || libc !== 'musl') return [];
  const cost = sizeText(toolSize);
  const part = tools.includes('build-base') && tools.includes('gcc') ? ' gcc is part of build-base.' : '';
  const python = secondPython ? ' python3-dev brings a second Python; the headers of this image’s own are there already.' : '';
  const use = packages.some(({ verdict }) => verdict === 'compiles')
    ? 'What compiles is needed while that is compiled, and not at run time (libstdc++ and libgcc may be).'
    : 'Nothing named here needs a compiler any more; it only serves a package or a version without a musl build.';
  return [`${tools.join(', ')}${cost === '' ? '' : ` (${cost})`} ${fateText(fate, tools.length > 1)}.${part}${python} ${use}`];
}

export function fixText({ packages, missing, tools, family, fate }: InstallEvidence): string {
  if (packages.some(({ verdict }) => verdict === 'fails')) return 'use a glibc base for it, or a package with a build for musl';
  if (packages.some(({ floor }) => floor !== null)) return 'a base with a newer glibc, or an older release of the package';
  if (missing.length > 0) return installText(family, missing);
  if (tools.length > 0 && packages.every(({ verdict }) => verdict === 'prebuilt'))
    return 'leave the compiler out, and pin versions in a lock (pip: --require-hashes or uv.lock)';
  if (fate === 'stays' && tools.length > 0)
    return 'apk add --virtual .build … && pip install … && apk del .build in one RUN, or build in a stage of its own and copy the result';
  return 'pin versions in a lock, so that what is judged is what is installed';
}

function installText(family: string, missing: readonly string[]): string {
  const names = missing.join(' ');
  if (family === 'alpine') return `apk add --virtual .build ${names} for this step and apk del .build behind it, or a glibc base`;
  if (family === 'debian' || family === 'ubuntu') return `apt-get install --no-install-recommends ${names} before this step`;
  if (family === 'wolfi') return `apk add ${names} before this step`;
  return `dnf install ${names} before this step`;
}
