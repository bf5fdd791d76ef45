import { applicationOf } from '../../judge/application.ts';
import type { Software } from '../../judge/software.ts';
import type { Runtime } from '../../ecosystems/runtimes/runtime.ts';
import type { Need } from '../../report/recommendation.ts';

/** The language runtimes that the software runs on: those that it starts, and those that something was installed for. */
export function runtimeNeeds(software: Software): readonly Need[] {
  const there = neededRuntimes(software).map(({ runtime, evidence }): Need => ({
    kind: 'runtime',
    what: [runtime.kind, versionOf(software, runtime)].filter((part) => part !== null).join(' '),
    certainty: 'proven',
    evidence,
  }));
  // An image that starts a runtime which it does not have: what it needs is plain all the same.
  const first = software.entrypoint?.programs[0];
  const absent = first === undefined || first.path !== null ? null : runtimeOf(first.word);
  if (absent === null || there.some(({ what }) => what.split(' ')[0] === absent)) return there;
  return [...there, { kind: 'runtime', what: absent, certainty: 'proven', evidence: ['ENTRYPOINT or CMD'] }];
}

/** The runtime that a command belongs to: `python3.11` is Python's; null for any other program. */
export function runtimeOf(program: string): Runtime['kind'] | null {
  const name = program.slice(program.lastIndexOf('/') + 1).replace(/[\d.]+$/, '');
  return Object.hasOwn(commands, name) ? (commands[name] ?? null) : null;
}

const commands: Readonly<Record<string, Runtime['kind'] | undefined>> = {
  node: 'node',
  npm: 'node',
  npx: 'node',
  yarn: 'node',
  python: 'python',
  java: 'java',
  ruby: 'ruby',
  bundle: 'ruby',
  php: 'php',
  'php-fpm': 'php',
  dotnet: 'dotnet',
  erl: 'erlang',
};

export interface NeededRuntime {
  readonly runtime: Runtime;
  readonly evidence: readonly string[];
}

/** One a kind: the one that is started, else the first that is there. */
export function neededRuntimes(software: Software): readonly NeededRuntime[] {
  const found = new Map<Runtime['kind'], NeededRuntime>();
  const started = new Set((software.entrypoint?.programs ?? []).map(({ path }) => realPath(software, path)));
  for (const runtime of software.runtimes) {
    if (started.has(runtime.program)) found.set(runtime.kind, { runtime, evidence: ['ENTRYPOINT or CMD', runtime.command] });
  }
  for (const runtime of software.runtimes) {
    const installed = installedFor(software, runtime.kind);
    if (!found.has(runtime.kind) && installed !== null) found.set(runtime.kind, { runtime, evidence: [runtime.command, installed] });
  }
  return [...found.values()];
}

/** `22` for Node, `3.11` for Python, null where nothing says it. */
export function versionOf({ config }: Software, { kind, version }: Runtime): string | null {
  const variable = { node: /^NODE_VERSION=v?(\d+)/, python: /^PYTHON_VERSION=(\d+\.\d+)/, ruby: /^RUBY_VERSION=(\d+\.\d+)/, java: /^JAVA_VERSION=(?:jdk-?)?(\d+)/, php: /^PHP_VERSION=(\d+\.\d+)/, go: /^GOLANG_VERSION=(\d+\.\d+)/, dotnet: /^DOTNET_VERSION=(\d+\.\d+)/, erlang: /^OTP_VERSION=(\d+)/ }[kind]; // prettier-ignore
  return version ?? config?.env.map((line) => variable.exec(line)?.[1]).find((each) => each !== undefined) ?? null;
}

function realPath({ rootfs, entrypoint }: Software, path: string | null): string | null {
  const found = path === null ? null : rootfs.tree.lookup(path, { cwd: entrypoint?.workingDir ?? '/' });
  return found?.ok === true ? found.entry.path : null;
}

/** The first thing of the application that was installed for a runtime. */
function installedFor(software: Software, kind: Runtime['kind']): string | null {
  const { installed } = applicationOf(software);
  const places: Readonly<Record<string, readonly { readonly path: string }[]>> = {
    node: installed.node,
    python: installed.python,
    java: installed.java,
    dotnet: installed.dotnet,
    ruby: installed.gems,
  };
  const own = (places[kind] ?? []).find(({ path }) => {
    const found = software.rootfs.tree.lookup(path);
    return found.ok && software.partOf(found.entry) === 'application';
  });
  return own?.path ?? null;
}
