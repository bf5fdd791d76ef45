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
  /** Something glibc-like stands beside musl. */
  readonly beside: boolean;
}

/** Clients, browsers and tools that their makers publish for glibc alone, or an archive whose name says gnu, on musl. */
export const glibcOnlyVendor: RunnableStageRule = defineStageRule<Evidence>({
  id: 'glibc-only-vendor',
  title: 'A program that is published for glibc alone',
  find,
  describe: ({ evidence: { what, source, base, instead, beside } }) => ({
    message: `${what} (${source.slice(0, 120)}) is built for glibc, and this stage stands on ${base}: it does not start there ("not found", or ld-linux missing).${beside ? ' What stands beside musl may start it all the same.' : ''}`,
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
        const add = (what: string, source: string, instead: string, offset: number, certainty: 'likely' | 'possible'): void => {
          if (found.some(({ evidence }) => evidence.what === what)) return;
          found.push({
            key: `${stage.name ?? stage.index}:${what}`,
            severity: 'warning',
            certainty: helped ? 'possible' : certainty,
            where: [at(offset)],
            evidence: { what, source, base: describePlace(place), instead, beside: helped },
          });
        };
        for (const { url, command } of downloads) {
          if (!isReached(command)) continue;
          const known = urls.find(([pattern]) => pattern.test(url.text));
          const hints = archiveHints(url.text);
          if (known !== undefined) add(known[1], url.text, known[2], url.start, 'possible');
          // Ends in the image only when this stage is in it; elsewhere the copy is judged.
          else if (hints.libc === 'glibc' && hints.linux && inImage.has(stage.index))
            add(
              'this archive',
              url.text,
              'take the archive for musl, or a static one',
              url.start,
              command.reached === 'yes' ? 'likely' : 'possible',
            );
        }
        for (const command of commands) {
          if (!isReached(command) || skips) continue;
          const text = command.argv.map((word) => word.text).join(' ');
          const known = installers.find(([pattern]) => pattern.test(text));
          if (known !== undefined) add(known[1], text, known[2], command.start, 'possible');
        }
        return found;
      });
    });
}

const glibcBase = 'use a glibc base for it';
/** native-dependencies.md 7 and 9. */
const urls: readonly (readonly [RegExp, string, string])[] = [
  [
    /instantclient/i,
    "Oracle's Instant Client",
    'the thin mode of oracledb (node-oracledb 6, python-oracledb) needs no client; else a glibc base',
  ],
  [/awscli-exe-linux/, "AWS's bundle of its CLI 2", 'apk add aws-cli (Alpine 3.20 and newer), or a glibc base'],
  [
    /google-chrome|chrome-for-testing|chromedriver_linux64|chromedriver-linux64/,
    "Google's Chrome or ChromeDriver",
    'apk add chromium chromium-chromedriver',
  ],
  [/(?:mini|ana)conda|Miniforge|Mambaforge/i, 'conda', glibcBase],
  [/protoc-\d[\w.]*-linux/, "protobuf's own protoc", 'apk add protoc'],
  [
    /nodejs\.org\/dist\/.*linux-(?:x64|arm64)\.tar/,
    "nodejs.org's Node",
    'the node:alpine image, or the musl archives of unofficial-builds.nodejs.org',
  ],
  [/bazel-\d[\w.-]*linux|bazelisk/, 'Bazel', glibcBase],
  [/phantomjs-\d[\w.-]*linux/, 'PhantomJS', 'apk add chromium, or a glibc base'],
  [/odbc_cli|clidriver/, 'the DB2 client', glibcBase],
  [/dart-sass-[\w.]+-linux-(?:x64|arm64)\.tar/, "Dart Sass's archive for glibc", 'its archive -linux-x64-musl'],
  [/flutter_linux|dartsdk-linux/, 'the Dart SDK', glibcBase],
];
const installers: readonly (readonly [RegExp, string, string])[] = [
  [
    /^(?:npx )?(?:playwright|python3? -m playwright)(?:-core)? install(?!-deps)\b(?!.*--help)/,
    "Playwright's browsers",
    'mcr.microsoft.com/playwright, or apk add chromium and channel/executablePath',
  ],
  [/^nvm install\b/, "nodejs.org's Node by nvm", 'the node:alpine image, or apk add nodejs'],
  [
    /^(?:npx )?(?:@puppeteer\/browsers|puppeteer browsers) install\b/,
    "Puppeteer's Chrome",
    'apk add chromium and PUPPETEER_EXECUTABLE_PATH',
  ],
  [/^(?:npx )?cypress install\b/, 'Cypress', 'the cypress/ images'],
];
