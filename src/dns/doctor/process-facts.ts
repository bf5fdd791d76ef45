import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';

/** A process whose root was named, as /proc shows it. */
export interface ProcessFacts {
  readonly pid: number;
  /** Path of the program in its own root; undefined where it may not be read. */
  readonly program?: string;
  readonly command: string;
  /** What resolvers look at, where it may be read. */
  readonly env: Readonly<Record<string, string>>;
  /** Questions from here do not go out where the process's own do. */
  readonly otherNetwork: boolean;
}

/** The process of `/proc/PID/root`; null for any other folder. */
export function processOfRoot(root: string): ProcessFacts | null {
  const pid = Number(/^\/proc\/(\d+)\/root\/?$/.exec(root)?.[1] ?? NaN);
  return Number.isNaN(pid) ? null : processFacts(pid);
}

function processFacts(pid: number): ProcessFacts {
  const program = inRoot(link(`/proc/${pid}/exe`)?.replace(/ \(deleted\)$/, ''), link(`/proc/${pid}/root`));
  const own = link('/proc/self/ns/net');
  const theirs = link(`/proc/${pid}/ns/net`);
  return {
    pid,
    command: commandOf(pid),
    env: resolverEnvironment(pid),
    otherNetwork: own !== undefined && theirs !== undefined && own !== theirs,
    ...(program === undefined ? {} : { program }),
  };
}

/** Inside another mount namespace both links are as the process sees them; after a plain chroot the program's path begins with the root's. */
function inRoot(program: string | undefined, root: string | undefined): string | undefined {
  return program !== undefined && root !== undefined && root !== '/' && program.startsWith(`${root}/`)
    ? program.slice(root.length)
    : program;
}

/** Process 1, where it lives in the same root as this one: the container's own program. */
export function firstProcess(): ProcessFacts | null {
  const key = rootKey('1');
  return key !== undefined && key === rootKey('self') ? processFacts(1) : null;
}

/** Other roots that can be seen from here: the containers that share this process namespace. At most 20, one a root. */
export function otherRoots(): readonly { readonly pid: number; readonly command: string }[] {
  const seen = new Set([rootKey('self')]);
  const found: { pid: number; command: string }[] = [];
  for (const name of list('/proc')) {
    const key = /^\d+$/.test(name) ? rootKey(name) : undefined;
    // Threads of the kernel have no command line.
    if (key === undefined || seen.has(key) || found.length >= 20 || text(`/proc/${name}/cmdline`) === '') continue;
    seen.add(key);
    found.push({ pid: Number(name), command: commandOf(Number(name)) });
  }
  return found;
}

function rootKey(pid: string): string | undefined {
  try {
    const { dev, ino } = statSync(`/proc/${pid}/root`);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

function list(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function link(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** Without arguments: they may hold secrets. */
function commandOf(pid: number): string {
  return text(`/proc/${pid}/comm`).trim();
}

const kept = new Set(['LOCALDOMAIN', 'RES_OPTIONS', 'HOSTALIASES', 'GODEBUG']);

function resolverEnvironment(pid: number): Record<string, string> {
  const pairs = text(`/proc/${pid}/environ`)
    .split('\0')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  return Object.fromEntries(pairs.filter(([name]) => kept.has(name)));
}
