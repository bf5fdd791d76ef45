import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isBareBase, startedCommand, takesUnseenPrograms } from '../../judge/repository/started-program.ts';
import { isReached } from '../../judge/repository/stage-runs.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly program: string;
  readonly base: string;
  /** The virtual environment whose interpreter is a link to one outside. */
  readonly environment: string | null;
}

/** The image starts an interpreter or runtime that nothing puts into it. */
export const absentRuntime: RunnableStageRule = defineStageRule<Evidence>({
  id: 'absent-runtime',
  title: 'The runtime that the image starts is not in it',
  find,
  describe: ({ evidence: { program, base, environment } }) => ({
    message:
      environment === null
        ? `The image starts \`${program}\`, and neither ${base} nor a step of this file puts it there.`
        : `\`${program}\` belongs to the virtual environment ${environment}, whose python is a link to the interpreter of the stage that made it; ${base} has none.`,
    fix:
      environment === null
        ? 'install the runtime in the final stage, or base it on an image that has it'
        : 'base the final stage on the same Python image as the one that made the environment',
  }),
});

function find(context: StageContext): readonly FindingFact<Evidence>[] {
  const { place, runtimes, held, runs, at } = context;
  const started = startedCommand(context);
  // No runtime starts without a C library, whatever image brought it to the stage's own base.
  const unable = place.libc === 'none';
  if (started === null || !(unable || isBareBase(place))) return [];
  const words =
    started.command.form === 'shell'
      ? (started.argv.at(-1) ?? '')
          .trim()
          .replace(/^exec\s+/, '')
          .split(/\s+/)
      : started.argv;
  const program = words[0] ?? '';
  const environment = held.find(
    ({ product, path, way }) => product.kind === 'virtual-environment' && way.length > 0 && program.startsWith(`${path}/bin/`),
  );
  const name = program.split('/').at(-1) ?? '';
  const wanted = environment === undefined ? runtimeOf(name) : 'cpython';
  if (wanted === undefined || runtimes.some(({ name: there, from }) => there === wanted && !(unable && from === 'image'))) return [];
  if (
    environment === undefined &&
    (takesUnseenPrograms(context) ||
      held.some(({ product }) => product.kind === 'runtime') ||
      runs.some(
        ({ opaque, downloads, commands }) =>
          opaque ||
          downloads.length > 0 ||
          commands.some((command) => isReached(command) && /\.sh$|^(?:nvm|asdf|mise|sdk|uv|conda|brew|pkgx|n|volta)$/.test(command.name)),
      ))
  )
    return [];
  // Installed under a name that the tables do not know.
  if ([...context.packages].some((each) => brings(wanted, each))) return [];
  return [
    {
      key: program,
      severity: 'error',
      certainty: 'likely',
      where: [at(started.command.instruction.range.start)],
      evidence: { program, base: describePlace(place), environment: environment?.path ?? null },
    },
  ];
}

function runtimeOf(program: string): string | undefined {
  if (/^python[\d.]*$/.test(program)) return 'cpython';
  return { node: 'node', npm: 'node', yarn: 'node', java: 'java', ruby: 'ruby', php: 'php', dotnet: 'dotnet' }[program];
}

/** By its name, or because it is written in that language: `py2-pip` and `ansible` bring Python. */
function brings(runtime: string, name: string): boolean {
  return name.includes(runtime) || bringers[runtime]?.test(name) === true;
}

const bringers: Readonly<Record<string, RegExp>> = {
  cpython:
    /python|^py[23]?-|^(?:ansible|aws-?cli|certbot|fail2ban|glances|gyp|httpie|mercurial|meson|scons|supervisor|s3cmd|virtualenv|youtube-dl|yt-dlp)/,
  node: /^(?:npm|yarn(?:pkg)?|pnpm|corepack)$/,
  java: /j/,
  ruby: /^(?:bundler|rake|rails|rubygems)/,
  php: /^composer$/,
  dotnet: /^(?:aspnetcore|netstandard)/,
};
