import { vendorClient, vendorClientsDate } from '../../bases/vendor-clients.ts';
import type { VendorClient } from '../../bases/vendor-clients.ts';
import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { archiveHints } from '../../dockerfile/shell/downloads.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isReached, runFacts } from '../../judge/repository/stage-runs.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly what: string;
  readonly source: string;
  readonly base: string;
  readonly instead: string;
  /** Where it is known from. */
  readonly known: string;
  /** Something glibc-like stands beside musl. */
  readonly beside: boolean;
}

/** Clients, browsers and tools that their makers publish for glibc alone, or an archive whose name says gnu, on musl. */
export const glibcOnlyVendor: RunnableStageRule = defineStageRule<Evidence>({
  id: 'glibc-only-vendor',
  title: 'A program that is published for glibc alone',
  find,
  describe: ({ evidence: { what, source, base, instead, known, beside } }) => ({
    message: `${what} (${source.slice(0, 120)}) is built for glibc, and this stage stands on ${base}: it does not start there ("not found", or ld-linux missing). Known from: ${known} (${vendorClientsDate}).${beside ? ' What stands beside musl may start it all the same.' : ''}`,
    fix: instead,
  }),
});

function find({ build, placeOf, beside, packages, chain, at }: StageContext): readonly FindingFact<Evidence>[] {
  const inImage = new Set(chain.map(({ index }) => index));
  return build.stages
    .filter((stage) => stage.needed && placeOf(stage).libc === 'musl')
    .flatMap((stage) => {
      const place = placeOf(stage);
      const helped = inImage.has(stage.index) && (beside !== null || packages.has('gcompat') || packages.has('libc6-compat'));
      const skips = stage.steps.some(({ variables }) =>
        ['PUPPETEER_SKIP_DOWNLOAD', 'PUPPETEER_SKIP_CHROMIUM_DOWNLOAD', 'PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD', 'CYPRESS_INSTALL_BINARY'].some(
          (name) => variables[name] !== undefined,
        ),
      );
      return stage.steps.flatMap((step): readonly FindingFact<Evidence>[] => {
        if (step.kind !== 'run') return [];
        const found: FindingFact<Evidence>[] = [];
        const { commands, downloads } = runFacts(step);
        const add = (
          { what, instead, evidence: known }: VendorClient,
          source: string,
          offset: number,
          certainty: 'likely' | 'possible',
        ): void => {
          if (found.some(({ evidence }) => evidence.what === what)) return;
          found.push({
            key: `${stage.name ?? stage.index}:${what}`,
            severity: 'warning',
            certainty: helped ? 'possible' : certainty,
            where: [at(offset)],
            evidence: { what, source, base: describePlace(place), instead, known, beside: helped },
          });
        };
        for (const { url, command } of downloads) {
          if (!isReached(command)) continue;
          const known = vendorClient('url', url.text);
          const hints = archiveHints(url.text);
          if (known !== undefined) add(known, url.text, url.start, certaintyOf(known, command));
          // Ends in the image only when this stage is in it; elsewhere the copy is judged.
          else if (hints.libc === 'glibc' && hints.linux && inImage.has(stage.index))
            add(gnuArchive, url.text, url.start, command.reached === 'yes' ? 'likely' : 'possible');
        }
        for (const command of commands) {
          if (!isReached(command) || skips) continue;
          const text = command.argv.map((word) => word.text).join(' ');
          const known = vendorClient('command', text);
          if (known !== undefined) add(known, text, command.start, certaintyOf(known, command));
        }
        return found;
      });
    });
}

const gnuArchive: VendorClient = {
  what: 'This archive',
  instead: 'take the archive for musl, or a static one',
  evidence: 'its own name says gnu',
  read: true,
};

/** Surer where the program itself was read, and this command is sure to run. */
function certaintyOf({ read }: VendorClient, { reached }: ShellCommand): 'likely' | 'possible' {
  return read && reached === 'yes' ? 'likely' : 'possible';
}
