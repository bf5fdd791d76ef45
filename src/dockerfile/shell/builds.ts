import type { ShellCommand, ShellWord } from './command.ts';
import { hasOption, optionValue, parseOptions } from './options.ts';

/** A command that makes programs or bundles from source. */
export interface BuildCommand {
  readonly tool:
    | 'go'
    | 'cargo'
    | 'npm'
    | 'yarn'
    | 'pnpm'
    | 'bun'
    | 'make'
    | 'cmake'
    | 'configure'
    | 'cc'
    | 'dotnet'
    | 'maven'
    | 'gradle'
    | 'mix'
    | 'python'
    | 'meson'
    | 'native-image'
    | 'jlink';
  /** `build`, `install`, `publish`, the script of `npm run`, the goals of make or Maven. */
  readonly verb: string;
  /** Where the result goes, as written. */
  readonly output?: string;
  /** `cargo --target`, `dotnet -r`, GOOS/GOARCH joined. */
  readonly target?: string;
  /** Of go: CGO_ENABLED from ENV, ARG, export or the command itself; undefined where nothing sets it, then Go's default holds. */
  readonly cgo?: boolean;
  readonly tags: readonly string[];
  /** The words ask for a static program: `-static`, `-extldflags "-static"`, `+crt-static`. */
  readonly asksStatic: boolean;
  /** `dotnet publish --self-contained`, `-p:PublishAot=true`. */
  readonly selfContained?: boolean;
  readonly command: ShellCommand;
}

export function buildCommand(command: ShellCommand): BuildCommand | undefined {
  const name = command.name.replace(/^xx-/, '');
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (reader !== undefined) return reader(command, command.argv.slice(1));
  return /^(?:(?:[\w.]+-)*(?:gcc|g\+\+|clang|clang\+\+|cc|c\+\+|musl-gcc))(?:-[\d.]+)?$/.test(name) ? compiler(command) : undefined;
}

type Reader = (command: ShellCommand, words: readonly ShellWord[]) => BuildCommand | undefined;

const readers: Readonly<Record<string, Reader>> = {
  go: goBuild,
  cargo: cargoBuild,
  npm: (command, words) => script('npm', command, words, /^(?:run|run-script|test|start|rebuild)$/),
  yarn: (command, words) => script('yarn', command, words, /^run$/),
  pnpm: (command, words) => script('pnpm', command, words, /^(?:run|-r|exec)$/),
  bun: (command, words) => script('bun', command, words, /^(?:run|build)$/),
  make: (command, words) => plain('make', command, words, /^-[CfjoW]$/),
  gmake: (command, words) => plain('make', command, words, /^-[CfjoW]$/),
  ninja: (command, words) => plain('make', command, words, /^-[Cfj]$/),
  cmake: (command, words) => plain('cmake', command, words, /^-[BSDG]$/),
  meson: (command, words) => plain('meson', command, words, /^$/),
  configure: (command, words) => plain('configure', command, words, /^$/),
  dotnet: dotnetBuild,
  mvn: (command, words) => plain('maven', command, words, /^-[fplD]$/),
  mvnw: (command, words) => plain('maven', command, words, /^-[fplD]$/),
  gradle: (command, words) => plain('gradle', command, words, /^-[xp]$/),
  gradlew: (command, words) => plain('gradle', command, words, /^-[xp]$/),
  mix: (command, words) => plain('mix', command, words, /^$/),
  'native-image': (command, words) => plain('native-image', command, words, /^-(?:jar|cp)$/),
  jlink: (command, words) => plain('jlink', command, words, /^--(?:add-modules|module-path|output|compress|strip-java-debug-attributes)$/),
};

function goBuild(command: ShellCommand, words: readonly ShellWord[]): BuildCommand | undefined {
  const parsed = parseOptions(words.map(doubleDash), /^-(?:o|tags|ldflags|gcflags|asmflags|mod|p|C|buildmode|trimpath=)$/);
  const verb = parsed.operands[0]?.text;
  if (verb !== 'build' && verb !== 'install') return undefined;
  const { CGO_ENABLED: cgo, GOOS: system, GOARCH: architecture } = command.buildEnvironment;
  const output = valueOf(parsed, '-o');
  const target = system === undefined && architecture === undefined ? undefined : `${system ?? ''}/${architecture ?? ''}`;
  return {
    tool: 'go',
    verb,
    tags: (valueOf(parsed, '-tags') ?? '').split(/[\s,]+/).filter((tag) => tag !== ''),
    asksStatic: /-static\b/.test(valueOf(parsed, '-ldflags') ?? ''),
    ...(cgo === '0' || cgo === '1' ? { cgo: cgo === '1' } : {}),
    ...(output === undefined ? {} : { output }),
    ...(target === undefined ? {} : { target }),
    command,
  };
}

/** Go's flags have one dash or two. */
function doubleDash(word: ShellWord): ShellWord {
  return /^-[a-z]+=/.test(word.text)
    ? { ...word, text: `-${word.text}` }
    : word.text.startsWith('--')
      ? { ...word, text: word.text.slice(1) }
      : word;
}

function valueOf(parsed: ReturnType<typeof parseOptions>, name: string): string | undefined {
  return optionValue(parsed, name, `-${name}`)?.text;
}

function cargoBuild(command: ShellCommand, words: readonly ShellWord[]): BuildCommand | undefined {
  const parsed = parseOptions(
    words.filter(({ text }) => !text.startsWith('+')),
    /^-[pFjZ]$|^--(?:package|bin|example|features|target|target-dir|profile|manifest-path|root|config|recipe-path|path)$/,
  );
  const verb = parsed.operands[0]?.text;
  if (verb === undefined || !['build', 'b', 'install', 'rustc', 'zigbuild', 'chef', 'auditable', 'cbuild'].includes(verb)) return undefined;
  const flags = command.buildEnvironment['RUSTFLAGS'] ?? '';
  const target = optionValue(parsed, '--target')?.text ?? command.buildEnvironment['CARGO_BUILD_TARGET'];
  const output = optionValue(parsed, '--target-dir', '--root')?.text;
  return {
    tool: 'cargo',
    verb,
    tags: [],
    asksStatic: flags.includes('+crt-static'),
    ...(target === undefined ? {} : { target }),
    ...(output === undefined ? {} : { output }),
    command,
  };
}

function script(
  tool: 'npm' | 'yarn' | 'pnpm' | 'bun',
  command: ShellCommand,
  words: readonly ShellWord[],
  runs: RegExp,
): BuildCommand | undefined {
  const { operands } = parseOptions(words, /^-[CwF]$|^--(?:prefix|workspace|filter|cwd|dir)$/);
  const [first, second] = operands.map(({ text }) => text);
  if (first === undefined) return undefined;
  const verb = runs.test(first)
    ? (second ?? first)
    : tool === 'yarn' && !yarnVerbs.has(first)
      ? first
      : tool === 'pnpm' && first === 'build'
        ? first
        : undefined;
  return verb === undefined ? undefined : { tool, verb, tags: [], asksStatic: false, command };
}

/** Everything else that yarn is told is the name of a script. */
const yarnVerbs = new Set([
  'add',
  'remove',
  'install',
  'global',
  'cache',
  'config',
  'set',
  'workspaces',
  'workspace',
  'plugin',
  'dlx',
  'info',
  'init',
  'upgrade',
  'why',
  'link',
  'node',
  'pack',
  'policies',
  'autoclean',
]);

function plain(tool: BuildCommand['tool'], command: ShellCommand, words: readonly ShellWord[], valued: RegExp): BuildCommand {
  const parsed = parseOptions(words, valued);
  const text = words.map((word) => word.text).join(' ');
  const output = optionValue(parsed, '--output', '-B', '--prefix')?.text;
  const verb = parsed.operands
    .map((word) => word.text)
    .filter((word) => !word.includes('='))
    .join(' ');
  return {
    tool,
    verb,
    tags: [],
    asksStatic: /(?:^|[ =-])-?-static(?:$|[ "])/.test(text),
    ...(output === undefined ? {} : { output }),
    command,
  };
}

function dotnetBuild(command: ShellCommand, words: readonly ShellWord[]): BuildCommand | undefined {
  const parsed = parseOptions(words, /^-[rcofva]$|^--(?:runtime|configuration|output|framework|verbosity|arch|os)$/);
  const verb = parsed.operands[0]?.text;
  if (verb !== 'publish' && verb !== 'build' && verb !== 'pack') return undefined;
  const target = optionValue(parsed, '-r', '--runtime')?.text;
  const output = optionValue(parsed, '-o', '--output')?.text;
  const own = optionValue(parsed, '--self-contained', '--sc')?.text;
  const aot = words.some(({ text }) => /^[-/]p(?:roperty)?:PublishAot=true/i.test(text));
  const selfContained =
    hasOption(parsed, '--no-self-contained') || own === 'false'
      ? false
      : hasOption(parsed, '--self-contained', '--sc') || aot
        ? true
        : undefined;
  return {
    tool: 'dotnet',
    verb,
    tags: aot ? ['aot'] : [],
    asksStatic: false,
    ...(target === undefined ? {} : { target }),
    ...(output === undefined ? {} : { output }),
    ...(selfContained === undefined ? {} : { selfContained }),
    command,
  };
}

function compiler(command: ShellCommand): BuildCommand {
  const parsed = parseOptions(command.argv.slice(1), /^-[oILlDx]$/);
  const output = optionValue(parsed, '-o')?.text;
  const asksStatic = command.argv.some(({ text }) => text === '-static' || text === '-static-pie');
  return { tool: 'cc', verb: 'compile', tags: [], asksStatic, ...(output === undefined ? {} : { output }), command };
}
