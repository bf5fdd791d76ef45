import { toolsWithDebianPackage } from '../../bases/debian-tools.ts';
import { imageTools } from '../../bases/image-tools.ts';
import { cgoModules } from '../../ecosystems/go/cgo-modules.ts';
import type { BuildCommand } from '../../dockerfile/shell/builds.ts';
import { resolvePath } from './product.ts';
import type { Product } from './product.ts';
import type { Workshop } from './run-products.ts';
import { isCompiler, looksLikeBuilder } from './stage-tools.ts';

/** A program that a build command makes, null where it needs no C library or is none. */
export function compiledProduct(built: BuildCommand, shop: Workshop): Product | null {
  switch (built.tool) {
    case 'go':
      return goProduct(built, shop);
    case 'cargo':
      return cargoProduct(built, shop);
    case 'cc':
      return built.asksStatic || built.output === undefined || /\.[oa]$|-c$/.test(built.output)
        ? null
        : product(built, shop, built.output, 'yes', built.command.name);
    case 'make':
    case 'cmake':
    case 'meson':
      return makeProduct(built, shop);
    case 'dotnet':
      return dotnetProduct(built, shop);
    case 'native-image':
      return built.asksStatic || built.command.argv.some(({ text }) => text === '--libc=musl')
        ? null
        : { ...product(built, shop, built.output ?? '.', 'yes', 'native-image'), vague: built.output === undefined };
    case 'maven':
    case 'gradle':
      return javaNative(built, shop);
    case 'jlink':
      return product(built, shop, built.output ?? '.', 'yes', 'jlink', 'runtime');
    case 'mix':
      return built.verb.startsWith('release')
        ? product(built, shop, '_build', 'yes', 'mix release (with its own Erlang)', 'release')
        : null;
    default:
      return null;
  }
}

function goProduct(built: BuildCommand, shop: Workshop): Product | null {
  const { command, cgo, tags, target } = built;
  const [system, architecture] = (target ?? '').split('/');
  if (system !== undefined && system !== '' && system !== 'linux' && !system.startsWith('$')) return null;
  if (cgo === false || built.asksStatic || /^xx-go$/.test(command.name)) return null;
  if (shop.stage.steps.length > 0 && usesXx(shop)) return null;
  const cross =
    architecture !== undefined && architecture !== '' && !architecture.includes('$') && architecture !== shop.options.architecture;
  if (cgo !== true && cross) return null;
  const modules = goModules(command, shop);
  const compiler = hasCompiler(shop, command.start);
  // Go 1.20 and later turn cgo off where no C compiler is found; before, the shipped net package brought cgo along.
  const version = Number(/^1\.(\d+)/.exec(shop.runtimes.find(({ name }) => name === 'go')?.version ?? '')?.[1] ?? '99');
  if (cgo !== true && !compiler && version >= 20) return null;
  const pure = tags.includes('netgo') && (tags.includes('osusergo') || modules.cgo.length === 0);
  if (pure && modules.cgo.length === 0) return null;
  const native = modules.cgo.length > 0 || modules.net ? 'yes' : 'maybe';
  const output = built.output ?? (built.verb === 'install' ? '/go/bin' : '.');
  const evidence = {
    by: `go ${built.verb}${cgo === true ? ' with CGO_ENABLED=1' : ' without CGO_ENABLED=0'}`,
    cgo: cgo === true ? ('on' as const) : ('default' as const),
    ...(modules.cgo.length === 0 ? {} : { packages: modules.cgo, lockfile: modules.file }),
  };
  const made = product(built, shop, output, native, evidence.by);
  return { ...made, evidence, vague: built.output === undefined || /\/$|^\.{1,2}\/?$/.test(output) };
}

interface GoModules {
  readonly cgo: readonly string[];
  /** It requires a module that is about nothing but the network. */
  readonly net: boolean;
  readonly file: string;
}

function goModules({ start }: BuildCommand['command'], shop: Workshop): GoModules {
  const command = shop.run.commands.find((each) => each.start === start);
  const folder = (command === undefined ? undefined : shop.run.folderOf(command)) ?? shop.run.step.workdir ?? '/';
  for (const directory of shop.contextOf(folder)) {
    const file = directory === '.' ? 'go.mod' : `${directory}/go.mod`;
    const text = shop.options.locks.text(file);
    if (text === null) continue;
    const required = [...text.matchAll(/^\s*(?:require\s+)?([a-z][\w.-]*\.[a-z]+\/\S+)\s+v\d\S*/gm)].map((match) =>
      (match[1] ?? '').replace(/\/v\d+$/, ''),
    );
    const cgo = required.filter((name) => cgoModules.has(name));
    const net = required.some((name) =>
      /gin-gonic\/gin|labstack\/echo|gofiber\/fiber|google\.golang\.org\/grpc|gorilla\/mux|go-chi\/chi|golang\.org\/x\/net$|aws-sdk-go|redis\/go-redis|lib\/pq$|prometheus\/client_golang/.test(
        name,
      ),
    );
    return { cgo, net, file };
  }
  return { cgo: [], net: false, file: '' };
}

function usesXx(shop: Workshop): boolean {
  return shop.run.commands.some(
    ({ name }) => /^xx-(?:go|verify)$/.test(name) && shop.run.commands.some(({ argv }) => argv.some(({ text }) => text === '--static')),
  );
}

/** By the packages that are installed, and by what the base image is known to bring. */
export function hasCompiler(
  shop: Pick<Workshop, 'packages'> & { readonly place: Pick<Workshop['place'], 'name'> },
  before: number,
): boolean {
  const packages = shop.packages(before);
  // `apk add $deps`: what a variable of the script names may be a compiler.
  if ([...packages].some((name) => name.includes('$') || isCompiler(name))) return true;
  if ([...packages].some((name) => toolsWithDebianPackage(name).always.includes('gcc'))) return true;
  const { name } = shop.place;
  const brought = imageTools(name);
  return brought === null ? looksLikeBuilder(name) : [...brought].some(isCompiler);
}

function cargoProduct(built: BuildCommand, shop: Workshop): Product | null {
  const { command, verb, target, asksStatic } = built;
  if (verb === 'chef') return null;
  const { root } = shop.stage;
  const reference = root.kind === 'image' ? root.reference : root.kind === 'unresolved' ? root.text : '';
  const added =
    shop.run.commands.some(({ name, argv }) => name === 'rustup' && argv.some(({ text }) => text.includes('-musl'))) ||
    shop.packages(command.start).has('musl-tools');
  const triple = target ?? command.buildEnvironment['CARGO_BUILD_TARGET'] ?? '';
  const known = triple !== '' && !triple.includes('$');
  if (/musl/.test(triple) || (triple.includes('$') && added) || (!known && /musl/.test(reference.split('@')[0] ?? ''))) return null;
  if (/wasm|windows|darwin|none/.test(triple)) return null;
  if (verb === 'install' && command.argv.some(({ text }) => buildTools.test(text))) return null;
  // Rust's own musl targets link libc statically (crt-static); Alpine's package of rust does not.
  const packaged = shop.runtimes.some(({ name, from }) => name === 'rust' && from === 'package');
  const gnu = /-gnu[a-z]*(?:\.(\d+\.\d+))?$/.exec(triple);
  if (
    shop.place.libc === 'musl' &&
    gnu === null &&
    (!packaged || asksStatic) &&
    !/-crt-static/.test(command.buildEnvironment['RUSTFLAGS'] ?? '')
  )
    return null;
  if (asksStatic && shop.place.libc === 'glibc') return null;
  const folder = built.output ?? command.buildEnvironment['CARGO_TARGET_DIR'] ?? shop.run.step.variables['CARGO_TARGET_DIR'] ?? 'target';
  const output = verb === 'install' ? (built.output ?? '/usr/local/cargo/bin') : folder;
  const made = product(built, shop, output, known || triple === '' ? 'yes' : 'maybe', `cargo ${verb}${known ? ` --target ${triple}` : ''}`);
  const floor = gnu?.[1];
  return { ...made, vague: true, ...(gnu === null ? {} : { libc: 'glibc' as const }), ...(floor === undefined ? {} : { version: floor }) };
}

const buildTools = /^(?:cargo-\w[\w-]*|wasm-pack|wasm-bindgen-cli|trunk|just|sccache|cross|sqlx-cli|diesel_cli|sea-orm-cli)$/;

function makeProduct(built: BuildCommand, shop: Workshop): Product | null {
  const { command, verb } = built;
  const text = command.argv.map((word) => word.text).join(' ');
  const environment = { ...shop.run.step.variables, ...command.buildEnvironment };
  if (built.tool !== 'make' && !/--(?:install|build)\b/.test(text)) return null;
  if (/^(?:clean|test|lint|fmt|check|deps|docs?|proto|generate|vendor|distclean|mod|download|ui|assets|frontend|web|css|js)\b/.test(verb))
    return null;
  const isGo = shop.runtimes.some(({ name }) => name === 'go');
  if (isGo && (environment['CGO_ENABLED'] === '0' || /CGO_ENABLED=0/.test(text))) return null;
  if (isGo && environment['CGO_ENABLED'] !== '1' && !/CGO_ENABLED=1/.test(text) && !hasCompiler(shop, command.start)) return null;
  if (
    /(?:^|[\s=])-static\b|STATIC(?:ALLY)?=(?:1|true|y)|musl/i.test(
      `${text} ${Object.entries(environment)
        .filter(([name]) => /FLAGS|STATIC/.test(name))
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')}`,
    )
  )
    return null;
  if (/build-static|static/.test(verb)) return null;
  if (
    !isGo &&
    shop.runtimes.length > 0 &&
    shop.runtimes.every(({ name }) => name === 'node' || name === 'java' || name === 'php' || name === 'dotnet')
  )
    return null;
  if (!isGo && !hasCompiler(shop, command.start) && !shop.runtimes.some(({ name }) => name === 'rust')) return null;
  if (isGo && saysStatic(shop, command, 'Makefile')) return null;
  const installs = /\binstall\b|--install/.test(text);
  const prefix = /(?:DESTDIR|PREFIX|prefix|--prefix)[= ](\/[\w./-]*)/.exec(text)?.[1] ?? prefixOf(shop) ?? '/usr/local';
  return { ...product(built, shop, installs ? prefix : '.', 'maybe', `${command.name}${verb === '' ? '' : ` ${verb}`}`), vague: true };
}

/** What the build's own file says, where it is beside the Dockerfile: cgo off, or a static program. */
function saysStatic(shop: Workshop, command: BuildCommand['command'], name: string): boolean {
  const folder = shop.run.folderOf(command) ?? shop.run.step.workdir ?? '/';
  for (const directory of shop.contextOf(folder)) {
    const text = shop.options.locks.text(`${directory}/${name}`);
    if (text !== null) return /CGO_ENABLED\s*[?:]?=\s*"?0|-extldflags[= ]+\S*-static|unknown-linux-musl/.test(text);
  }
  return false;
}

/** A script or a task runner in an image with a compiler: it may build anything. */
export function scriptedProducts(shop: Workshop): readonly { readonly command: BuildCommand['command']; readonly product: Product }[] {
  const compiles = shop.runtimes.some(({ name, from }) => from === 'image' && (name === 'go' || name === 'rust'));
  if (!compiles) return [];
  const isGo = shop.runtimes.some(({ name }) => name === 'go');
  return shop.run.commands.flatMap((command) => {
    const words = command.argv.map(({ text }) => text);
    const script = words.slice(0, 3).find((word) => /\.(?:sh|bash)$/.test(word));
    if (command.reached === 'no' || (!taskRunners.test(command.name) && script === undefined)) return [];
    if (/install|setup|download|deps|wait|entrypoint|test|lint|fetch|version/.test(words.join(' '))) return [];
    const environment = { ...shop.run.step.variables, ...command.buildEnvironment };
    if (isGo && (environment['CGO_ENABLED'] === '0' || /CGO_ENABLED=0|-static/.test(words.join(' ')) || !hasCompiler(shop, command.start)))
      return [];
    if (saysStatic(shop, command, script ?? taskFiles[command.name] ?? 'Makefile')) return [];
    const made = product(
      { tool: 'make', verb: '', tags: [], asksStatic: false, command },
      shop,
      '.',
      'maybe',
      words.join(' ').slice(0, 60),
    );
    return [{ command, product: { ...made, vague: true } }];
  });
}

const taskRunners = /^(?:mage|task|just|bazel|bazelisk|goreleaser|scons|ninja|waf|b2)$/;
const taskFiles: Readonly<Record<string, string>> = {
  mage: 'magefile.go',
  task: 'Taskfile.yml',
  just: 'justfile',
  goreleaser: '.goreleaser.yml',
};

function prefixOf(shop: Workshop): string | undefined {
  for (const { argv } of shop.run.commands) {
    for (const { text } of argv) {
      const found = /^(?:--prefix=|-DCMAKE_INSTALL_PREFIX=)(\/\S+)$/.exec(text)?.[1];
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Without a runtime identifier the output is portable: IL, and natives for every platform beside each other. */
function dotnetProduct(built: BuildCommand, shop: Workshop): Product | null {
  const { target, tags, selfContained, output, verb } = built;
  if (verb !== 'publish') return null;
  const ahead = tags.includes('aot');
  if (target !== undefined && /musl|alpine|^(?:win|osx|browser|wasi)/.test(target)) {
    return /musl|alpine/.test(target)
      ? { ...product(built, shop, output ?? 'bin', 'yes', `dotnet publish -r ${target}`), libc: 'musl', vague: true }
      : null;
  }
  if (target === undefined && selfContained !== true && !ahead) return null;
  const own = target !== undefined && target.startsWith('linux') ? ('glibc' as const) : shop.place.libc;
  const native =
    (selfContained === true || ahead) && (target === undefined || !target.includes('$') || target.startsWith('linux-')) ? 'yes' : 'maybe';
  if (target?.startsWith('$') === true) return null;
  return {
    ...product(built, shop, output ?? 'bin', native, `dotnet publish${target === undefined ? '' : ` -r ${target}`}`),
    libc: own,
    vague: true,
  };
}

function javaNative(built: BuildCommand, shop: Workshop): Product | null {
  const text = built.command.argv.map((word) => word.text).join(' ');
  if (!/-Pnative\b|-Dnative\b|native\.enabled=true|package\.type=native|nativeCompile|native:compile|buildNative/.test(text)) return null;
  if (/static-native|--static|libc=musl/.test(text)) return null;
  return { ...product(built, shop, '.', 'yes', `${built.command.name} with native-image`), vague: true };
}

function product(
  built: BuildCommand,
  shop: Workshop,
  path: string,
  native: Product['native'],
  by: string,
  kind: Product['kind'] = 'program',
): Product {
  const folder = shop.run.folderOf(built.command);
  return {
    kind,
    path: resolvePath(folder, path),
    vague: false,
    libc: shop.place.libc,
    version: shop.place.version,
    native,
    compiled: true,
    evidence: { by },
    madeIn: shop.place,
    offset: built.command.start,
  };
}
