import { parseImageReference } from '../../bases/image-reference.ts';
import { movedArchive } from '../../bases/moved-archives.ts';
import type { MovedArchive } from '../../bases/moved-archives.ts';
import { commandText } from '../../dockerfile/shell/command-text.ts';
import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import type { Stage } from '../../dockerfile/stages/build-graph.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import type { Place } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { runFacts, stageChain } from '../../judge/repository/stage-runs.ts';
import { isBareBase } from '../../judge/repository/started-program.ts';
import { isTried } from '../../judge/repository/tried-command.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';

interface Evidence extends MovedArchive {
  readonly command: string;
  readonly base: string;
  readonly release: string;
  /** It is the distribution's own image or an official one. */
  readonly sure: boolean;
}

/** A build step asks the package archive of a release whose packages have been moved away from where its image looks for them. */
export const movedArchiveRule: RunnableStageRule = defineStageRule<Evidence>({
  id: 'moved-archive',
  title: 'Packages of an old release that are no longer served there',
  find,
  describe: ({ evidence: { command, base, release, sure, from, to, goneBy } }) => ({
    message: `\`${command}\` on ${base}: the packages of ${release} are gone from ${from} (since ${goneBy} at the latest), where ${sure ? 'the image looks' : 'images of that release look'} for them, and kept at ${to}: the build stops there${sure ? '' : ', unless this publisher has pointed it elsewhere'}.`,
    fix: `move to a release that is supported, or point the package manager at ${to} first`,
  }),
});

function find({ build, placeOf, at, today, move }: StageContext): readonly FindingFact<Evidence>[] {
  if (move !== 'own') return [];
  const told = new Set<number>();
  return build.stages
    .filter(({ needed }) => needed)
    .flatMap((stage) => {
      const place = placeOf(stage);
      const { family = '', release = null } = place.classification ?? {};
      // debian/eol points to the archive itself, Raspbian has one of its own.
      const archive =
        release === null || /(?:^|\/)debian\/eol(?::|$)|raspbian/.test(place.name) ? undefined : movedArchive(family, release, today);
      if (archive === undefined) return [];
      const command = firstQuestion(stageChain(build, stage));
      if (command === undefined || told.has(command.start)) return [];
      told.add(command.start);
      const { from, to, goneBy } = archive;
      const sure = looksWhereItsDistributionDoes(place);
      const evidence = {
        command: commandText(command, 60),
        base: place.name,
        release: `${family} ${release ?? ''}`,
        sure,
        from,
        to,
        goneBy,
      };
      return [
        {
          key: `${stage.name ?? stage.index}:${family}:${release ?? ''}`,
          severity: sure ? 'error' : 'warning',
          certainty: sure ? 'likely' : 'possible',
          where: [at(command.start)],
          evidence,
        },
      ];
    });
}

/** The distributions' own images and Docker's official ones; what other publishers write into their lists of sources is not known. */
function looksWhereItsDistributionDoes(place: Place): boolean {
  return isBareBase(place) || parseImageReference(place.name)?.name.includes('/') === false;
}

/** The first command that asks the archive; none where something before it may have changed where that is. */
function firstQuestion(chain: readonly Stage[]): ShellCommand | undefined {
  for (const step of chain.flatMap(({ steps }) => steps)) {
    if (step.kind === 'copy' || step.kind === 'add') {
      if (/^\/(?:etc(?:\/(?:apt|yum|yum\.repos\.d)\b.*)?\/?)?$|sources\.list|\.repo$/.test(step.destination)) return undefined;
      continue;
    }
    if (step.kind !== 'run') continue;
    const { text } = step.instruction.unfolded;
    if (sourcesChanged.test(text)) return undefined;
    const facts = runFacts(step);
    if (facts.opaque) return undefined;
    for (const command of facts.commands) {
      if (/\.sh$|^(?:sh|bash|source|\.)$/.test(command.name)) return undefined;
      if (asksArchive(command)) return command.reached === 'yes' && !isTried(command, facts) ? command : undefined;
    }
  }
  return undefined;
}

const sourcesChanged =
  /sources\.list|yum\.repos\.d|archive\.debian\.org|snapshot\.debian\.org|vault\.centos\.org|old-releases|mirrorlist|proxy|\/etc\/apt\//i;

function asksArchive({ name, argv }: ShellCommand): boolean {
  const words = argv.slice(1).map(({ text }) => text);
  if (/^(?:apt|apt-get)$/.test(name)) return words.some((word) => /^(?:update|install|upgrade|dist-upgrade|full-upgrade)$/.test(word));
  if (!/^(?:yum|dnf|microdnf)$/.test(name)) return false;
  return (
    words.some((word) => /^(?:install|update|upgrade|makecache|groupinstall)$/.test(word)) &&
    !words.some((word) => /\.rpm$|^--(?:disablerepo|enablerepo|repofrompath)/.test(word))
  );
}
