import { describePlace } from '../../judge/repository/place.ts';
import type { Place } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isBareBase } from '../../judge/repository/started-program.ts';
import { runFacts, runsOf, stageChain, systemPackagesOf } from '../../judge/repository/stage-runs.ts';
import type { RunFacts } from '../../judge/repository/stage-runs.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { commonPrograms } from './common-programs.ts';

interface Evidence {
  readonly program: string;
  readonly base: string;
  /** What the base has instead, or the package that brings it. */
  readonly instead: string;
}

/** A build step calls a package manager, a compiler or an account tool that its base does not have. */
export const wrongTool: RunnableStageRule = defineStageRule<Evidence>({
  id: 'wrong-tool',
  title: 'A program that this base does not have',
  find,
  describe: ({ evidence: { program, base, instead } }) => ({
    message: `\`${program}\` is not in ${base}, and no step before puts it there: the build stops with "not found" (exit 127).`,
    fix: instead,
  }),
});

function find({ build, placeOf, at }: StageContext): readonly FindingFact<Evidence>[] {
  return build.stages
    .filter(({ needed }) => needed)
    .flatMap((stage) => {
      const place = placeOf(stage);
      const { classification } = place;
      if (classification === null || classification.family === 'unknown') return [];
      const runs = runsOf(build, stage);
      const unseen = stageChain(build, stage).some(({ steps }) =>
        steps.some(
          (step) =>
            (step.kind === 'copy' || step.kind === 'add') &&
            /\/(?:bin|sbin)(?:\/|$)|^\/$|^\/usr(?:\/local)?\/?$/.test(`${step.destination} `.trim()),
        ),
      );
      const found: FindingFact<Evidence>[] = [];
      const told = new Set<string>();
      for (const step of stage.steps) {
        if (step.kind !== 'run') continue;
        const facts = runFacts(step);
        for (const command of facts.commands) {
          if (command.reached !== 'yes' || told.has(command.name) || isTried(command, facts)) continue;
          const instead = absent(command, place, runs, unseen);
          if (instead === null) continue;
          told.add(command.name);
          found.push({
            key: `${stage.name ?? stage.index}:${command.name}`,
            severity: 'error',
            certainty: 'likely',
            where: [at(command.start)],
            evidence: { program: command.name, base: describePlace(place), instead },
          });
        }
      }
      return found;
    });
}

/** `command || other`: it may be missing. */
function isTried(command: ShellCommand, { commands }: RunFacts): boolean {
  return (
    command.argv[0]?.text.startsWith('/') === true ||
    // `if command -v apt-get; then apt-get …`: it is asked for first.
    command.guards.some(({ text }) => /\b(?:command -v|which|type|hash)\b/.test(text) && text.includes(command.name)) ||
    commands.some(({ guards }) => guards.some(({ kind, text }) => kind === 'or' && text.startsWith(command.name)))
  );
}

function absent(command: ShellCommand, place: Place, runs: readonly RunFacts[], unseen: boolean): string | null {
  const { name } = command;
  const family = place.classification?.family ?? '';
  const packages = systemPackagesOf(runs, command.start);
  const own = familyManagers[family];
  const manager = Object.hasOwn(managers, name) ? managers[name] : undefined;
  if (manager !== undefined && own !== undefined && !own.includes(manager) && packages.size === 0 && !unseen)
    return `use ${own[0] ?? ''} on this base`;
  // A script or a download may bring anything else.
  if (unseen || runs.some(({ opaque, downloads }) => opaque || downloads.some((each) => each.command.start < command.start))) return null;
  if (family === 'alpine' && isBareBase(place) && /^(?:useradd|groupadd|usermod|groupmod)$/.test(name) && !packages.has('shadow'))
    return 'use adduser and addgroup of busybox, or install the package shadow';
  return absentProgram(command, place, packages);
}

/** What is on no bare base of the family, and what no package so far can have brought. */
function absentProgram(command: ShellCommand, place: Place, packages: ReadonlySet<string>): string | null {
  const { name } = command;
  const common = Object.hasOwn(commonPrograms, name) ? commonPrograms[name] : undefined;
  if (common === undefined || command.argv[0]?.text !== name) return null;
  const family = place.classification?.family ?? '';
  const side = family === 'alpine' ? 'alpine' : family === 'debian' || family === 'ubuntu' ? 'debian' : null;
  if (side === null || !common.absentFrom.includes(side) || !(isBareBase(place) || plainImages.test(place.name))) return null;
  // Of a package that is not known here nobody knows what it pulls in.
  if ([...packages].some((each) => each === name || common.broughtBy.test(each) || !plainPackages.test(each))) return null;
  return side === 'alpine' ? `apk add ${common.alpine} in this stage` : `apt-get install ${common.debian} in this stage`;
}

/** Official images that add none of these programs to their Alpine or slim Debian. */
const plainImages =
  /^(?:docker\.io\/)?(?:library\/)?(?:(?:node|python):(?:[\w.]+-)?(?:alpine|slim)|golang:(?:[\w.]+-)?alpine)[\w.-]*(?:@|$)/;
const plainPackages =
  /^(?:ca-certificates|tzdata|bash|curl|wget|git|make|jq|gcc|g\+\+|musl-dev|build-base|build-essential|libc6-dev|libc6-compat|gcompat|openssl|unzip|zip|xz(?:-utils)?|tar|coreutils|findutils|grep|sed|shadow|su-exec|tini|dumb-init|gosu|libstdc\+\+|libgcc|lib[\w.+-]+|[\w.+-]+-(?:dev|libs)|apt-transport-https|gnupg2?|locales|procps|iputils(?:-ping)?|python3(?:-dev|-venv)?|less|vim|nano|rsync|sudo|file|patch|linux-headers|pkgconf|pkg-config)$/;

const managers: Readonly<Record<string, string>> = {
  apk: 'apk',
  apt: 'apt',
  'apt-get': 'apt',
  yum: 'dnf',
  dnf: 'dnf',
  microdnf: 'dnf',
  zypper: 'zypper',
  pacman: 'pacman',
};
const familyManagers: Readonly<Record<string, readonly string[] | undefined>> = {
  alpine: ['apk'],
  wolfi: ['apk'],
  debian: ['apt'],
  ubuntu: ['apt'],
  rhel: ['dnf'],
  fedora: ['dnf'],
  centos: ['dnf'],
  rocky: ['dnf'],
  almalinux: ['dnf'],
  amzn: ['dnf'],
};
