import { compareVersions } from '../../bases/releases.ts';
import {
  muslWheels,
  nativePackage,
  wheelRow,
  nativePackagesDate,
  toolchainMegabytes,
  toolchainSource,
} from '../../bases/native-packages.ts';
import type { NativePackage } from '../../bases/native-packages.ts';
import type { PackageAction, PackageArgument } from '../../dockerfile/shell/package-action.ts';
import { describePlace } from '../../judge/repository/place.ts';
import { runtimesOf } from '../../judge/repository/runtime.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isReached, runFacts, runsOf, systemPackagesOf } from '../../judge/repository/stage-runs.ts';
import type { RunFacts } from '../../judge/repository/stage-runs.ts';
import { lockOfAction } from '../../judge/repository/stage-locks.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import { wheelStory } from './wheel-story.ts';

interface Evidence {
  readonly command: string;
  readonly base: string;
  readonly packages: readonly (Omit<NativePackage, 'manager'> & { readonly version: string | null })[];
  readonly missingTools: readonly string[];
  /** Packages of the distribution that only compile. */
  readonly tools: readonly { readonly name: string; readonly megabytes: number | null }[];
  readonly wheels: string | null;
  readonly date: string;
}

/** Packages named on the command line, without a lock: judged from shipped facts about packages with native code. */
export const installWithoutLock: RunnableStageRule = defineStageRule<Evidence>({
  id: 'install-without-lock',
  title: 'Native packages installed without a lock',
  find: (context) => context.build.stages.filter(({ needed }) => needed).flatMap((stage) => inStage(context, stage)),
  describe: ({ evidence }) => ({ message: message(evidence), fix: fix(evidence) }),
});

function inStage(context: StageContext, stage: StageContext['stage']): readonly FindingFact<Evidence>[] {
  const { build, placeOf, architecture, at } = context;
  const place = placeOf(stage);
  if (place.libc !== 'musl' && place.libc !== 'glibc') return [];
  const runs = runsOf(build, stage);
  const machine = machineOf(architecture);
  const python = runtimesOf(build, stage).find(({ name }) => name === 'cpython')?.version ?? null;
  return stage.steps
    .flatMap((step) => (step.kind === 'run' ? runFacts(step).packages.map((action) => ({ action, run: runFacts(step) })) : []))
    .flatMap(({ action, run }): readonly FindingFact<Evidence>[] => {
      const { command } = action;
      if (action.action !== 'install' || action.locked || !isReached(command)) return [];
      const manager = managerOf(action);
      if (manager === null || action.options.some(({ name }) => name === '--platform')) return [];
      const listed = manager === 'pip' ? requirements(action, run, stage, context) : [];
      const named = [...action.packages, ...listed]
        .flatMap((argument) => known(manager, argument))
        .filter((each) => isKnownRelease(each, machine));
      const matters = named.filter((each) =>
        place.libc === 'musl'
          ? each.musl !== 'prebuilt' || !isOldMusl(place.version)
          : each.glibcFloor !== undefined && place.version !== null && compareVersions(each.glibcFloor, place.version) > 0,
      );
      if (matters.length === 0) return [];
      const installed = systemPackagesOf(runs, command.start);
      const isMusl = place.libc === 'musl';
      const compiled = matters.filter(
        ({ musl, name, version }) => isMusl && (musl === 'compiles' || olderThanWheels(name, version, machine)),
      );
      const needs = [...new Set(compiled.flatMap(({ needs: each }) => each ?? ['gcc', 'musl-dev']))];
      const missingTools = needs.filter((tool) => !has(installed, tool));
      const fails = matters.some(({ musl }) => isMusl && musl === 'fails');
      const tools = [...installed]
        .filter((name) => compilers.test(name))
        .map((name) => ({ name, megabytes: toolchainMegabytes(name) ?? null }));
      const wheels = isMusl
        ? wheelStory(
            matters.map(({ name, version }) => ({ name, version })),
            python,
            machine,
          )
        : null;
      // A build that is there and nothing to take away: nothing to say.
      if (isMusl && !fails && compiled.length === 0 && tools.length === 0) return [];
      // Wheels of somebody else's making are not in the table.
      if (!fails && action.options.some(({ name }) => /^(?:-f|--find-links|--extra-index-url|-i|--index-url)$/.test(name))) return [];
      if (action.packages.length === 0 && isMusl && !fails && missingTools.length === 0) return [];
      return [
        {
          key: `${stage.name ?? stage.index}:${matters.map(({ name }) => name).join(',')}`,
          severity: fails || missingTools.length > 0 || !isMusl ? 'warning' : 'note',
          certainty: 'possible',
          where: [at(command.start)],
          evidence: {
            command: command.argv
              .map(({ text }) => text)
              .join(' ')
              .slice(0, 120),
            base: describePlace(place),
            packages: matters,
            missingTools,
            tools: isMusl ? tools : [],
            wheels,
            date: nativePackagesDate,
          },
        },
      ];
    });
}

function managerOf({ manager }: PackageAction): 'pip' | 'npm' | null {
  if (manager === 'pip' || manager === 'uv' || manager === 'poetry' || manager === 'pipenv') return 'pip';
  return manager === 'npm' || manager === 'yarn' || manager === 'pnpm' || manager === 'bun' ? 'npm' : null;
}

/** A requirements file without hashes is no lock: it names releases and no files. */
function requirements(action: PackageAction, run: RunFacts, stage: StageContext['stage'], context: StageContext): readonly Named[] {
  const found = action.files.length === 0 ? null : lockOfAction(action, run, stage, context);
  if (found === null || found.lock.format !== 'requirements') return [];
  return found.lock.packages
    .filter(({ files, hashes }) => files === undefined && (hashes === undefined || hashes.length === 0))
    .map(({ name, version }) => ({ name, kind: 'name', ...(version === null ? {} : { constraint: `==${version}` }) }));
}

type Named = Pick<PackageArgument, 'name' | 'constraint' | 'kind'>;

function known(
  manager: 'pip' | 'npm',
  { name, constraint, kind }: Named,
): readonly (Omit<NativePackage, 'manager'> & { readonly version: string | null })[] {
  const found = kind === 'name' ? nativePackage(manager, name) : undefined;
  if (found === undefined) return [];
  const { manager: _manager, ...rest } = found;
  return [{ ...rest, version: /^(?:==|@)=?(\d[\w.]*)$/.exec(constraint ?? '')?.[1] ?? null }];
}

function olderThanWheels(name: string, version: string | null, machine: string): boolean {
  const wheels = version === null ? undefined : muslWheels(name, machine);
  return version !== null && wheels !== undefined && wheelRow(wheels, version)?.tag === null;
}

/** The table knows today's releases; of an older one that is named it knows only what has always been so. */
function isKnownRelease(
  { name, version, musl }: { readonly name: string; readonly version: string | null; readonly musl: string },
  machine: string,
): boolean {
  return version === null || musl !== 'prebuilt' || muslWheels(name, machine) !== undefined;
}

/** Wheels for musllinux_1_2 are not for musl 1.1. */
function isOldMusl(version: string | null): boolean {
  return version?.startsWith('1.1.') === true;
}

function machineOf(architecture: string): string {
  return { amd64: 'x86_64', arm64: 'aarch64' }[architecture] ?? architecture;
}

const compilers = /^(?:build-base|gcc|g\+\+|gfortran|musl-dev|python3-dev|cargo|rust|cmake|make|linux-headers)$/;

function has(installed: ReadonlySet<string>, tool: string): boolean {
  if (installed.has(tool)) return true;
  return /^(?:gcc|g\+\+|make|musl-dev)$/.test(tool)
    ? installed.has('build-base') || installed.has('alpine-sdk') || (tool === 'gcc' && installed.has('g++'))
    : !/-dev$|^(?:cmake|bash|python3|linux-headers|pkgconf)$/.test(tool);
}

function message({ command, base, packages, missingTools, tools, wheels, date }: Evidence): string {
  const lines = packages.map(({ name, version, musl, glibcFloor, needs, note }) => {
    const title = version === null ? name : `${name} ${version}`;
    const how = /musl/.test(base)
      ? {
          prebuilt: 'has a build for musl, nothing is compiled',
          compiles: `has no build for musl and is compiled${needs === undefined ? '' : ` (needs ${needs.join(', ')})`}`,
          fails: 'has neither a build for musl nor a source to build from',
        }[musl]
      : `its build asks for glibc ${glibcFloor ?? ''} or newer`;
    return `${title}: ${how}${note === undefined ? '' : `; ${note}`}.`;
  });
  const head = `\`${command}\` on ${base} follows no lock, so what it takes changes from build to build (facts of ${date}):`;
  const missing = missingTools.length === 0 ? '' : `\nNot in this stage: ${missingTools.join(', ')}.`;
  return [head, ...lines, ...(wheels === null ? [] : [wheels])].join('\n') + missing + toolText(tools, packages);
}

function toolText(tools: Evidence['tools'], packages: Evidence['packages']): string {
  if (tools.length === 0) return '';
  const sized = tools.filter(({ megabytes }) => megabytes !== null);
  const sizes =
    sized.length === 0
      ? ''
      : ` (${sized.map(({ name, megabytes }) => `${name} ${megabytes} MB`).join(', ')} with what it pulls in; ${toolchainSource})`;
  const compiled = packages.some(({ musl }) => musl === 'compiles');
  const part =
    tools.some(({ name }) => name === 'build-base') && tools.some(({ name }) => name === 'gcc') ? ' gcc is part of build-base.' : '';
  return `\n${tools.map(({ name }) => name).join(', ')} ${tools.length === 1 ? 'stays' : 'stay'} in this stage${sizes}.${part} ${
    compiled
      ? 'They are needed while that is compiled, and not at run time (libstdc++ and libgcc may be).'
      : 'Nothing named here needs them any more; they only serve a package or a version without a musl build.'
  }`;
}

function fix({ packages, missingTools, tools }: Evidence): string {
  if (packages.some(({ musl }) => musl === 'fails')) return 'use a glibc base for it, or a package with a build for musl';
  if (missingTools.length > 0) return `apk add --virtual .build ${missingTools.join(' ')} for this step, or a glibc base`;
  return tools.length > 0 && packages.every(({ musl }) => musl === 'prebuilt')
    ? 'leave the compiler out, and pin versions in a lock (pip: --require-hashes or uv.lock)'
    : 'pin versions in a lock, so that what is judged is what is installed';
}
