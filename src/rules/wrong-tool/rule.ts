import { absentProgram } from '../../judge/repository/absent-program.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { Place } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isBareBase } from '../../judge/repository/started-program.ts';
import { runFacts, runsOf, stageChain, systemPackagesOf } from '../../judge/repository/stage-runs.ts';
import type { RunFacts } from '../../judge/repository/stage-runs.ts';
import { isTried } from '../../judge/repository/tried-command.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import type { ShellCommand } from '../../dockerfile/shell/command.ts';

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
        const shell =
          step.script?.shell === 'bash' && !told.has('bash') ? absentShell(step.instruction.range.start, place, runs, unseen) : null;
        if (shell !== null) {
          told.add('bash');
          found.push({
            key: `${stage.name ?? stage.index}:bash`,
            severity: 'error',
            certainty: 'likely',
            where: [at(step.instruction.range.start)],
            evidence: { program: 'bash', base: describePlace(place), instead: shell },
          });
        }
        for (const command of facts.commands) {
          if (
            command.reached !== 'yes' ||
            told.has(command.name) ||
            command.argv[0]?.text.startsWith('/') === true ||
            isTried(command, facts)
          )
            continue;
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

/** SHELL or a `#!` line gives the step to bash. */
function absentShell(start: number, place: Place, runs: readonly RunFacts[], unseen: boolean): string | null {
  const found = absentProgram('bash', place, systemPackagesOf(runs, start));
  return unseen || found?.sure !== true ? null : found.install;
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
  if (command.argv[0]?.text !== name) return null;
  const found = absentProgram(name, place, packages);
  return found?.sure === true ? found.install : null;
}

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
