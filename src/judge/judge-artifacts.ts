import { findRuntimes } from '../ecosystems/runtimes/find-runtimes.ts';
import type { Runtime } from '../ecosystems/runtimes/runtime.ts';
import type { Base } from '../distro/base.ts';
import { simulate } from '../loader/simulate.ts';
import { openWorld } from '../loader/world.ts';
import type { World } from '../loader/world.ts';
import type { LoadMode, LoadResult } from '../loader/load-result.ts';
import type { ElfFacts } from '../tree/elf-facts.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { composeRootfs } from './compose.ts';
import type { LiteralFile } from './compose.ts';
import type { FoundArtifact } from './find-artifacts.ts';
import type { HostOfArtifact, JudgedArtifact } from './judged-artifact.ts';
import { judgePythonName } from './python-names.ts';
import { selectionTarget } from './selection-target.ts';
import type { Software } from './software.ts';
import { standInHost, standInPath } from './stand-in-host.ts';
import { selectArtifacts } from './uses.ts';

/** A base with the software on it. */
export interface Place {
  readonly rootfs: Rootfs;
  readonly base: Base | null;
  /** Version with revision of the package that owns the libc; decides backports. */
  readonly own: boolean;
}

/**
 * Asks the loader about every artifact, each opened as its own host would: programs by the kernel, Node addons and JVM natives lazily, CPython extensions at
 * once (loader.md, section 7). A name that the runtime never tries is `not-opened`.
 */
export function judgeArtifacts(software: Software, artifacts: readonly FoundArtifact[], place: Place): readonly JudgedArtifact[] {
  const hosts = findHosts(software, artifacts, place);
  const opened = openPlace(place, artifacts, hosts.literals);
  const { world } = opened;
  const target = selectionTarget(place.rootfs, place.base, software.config);
  const selected = target === null ? () => true : selectArtifacts(software, artifacts, target);
  const started = startedFiles(software, place, world);
  return artifacts.map((artifact) => judgeOne(artifact, place, opened, hosts, selected(artifact), started));
}

interface Hosts {
  readonly of: (artifact: FoundArtifact) => HostOfArtifact & { readonly path: string | null };
  readonly literals: readonly LiteralFile[];
}

function findHosts(software: Software, artifacts: readonly FoundArtifact[], place: Place): Hosts {
  const there = place.own ? software.runtimes : findRuntimes(place.rootfs);
  const kinds = ['node', 'python', 'java', 'other'] as const;
  const literals: LiteralFile[] = [];
  const standIns = new Map<HostOfArtifact['kind'], string | null>();
  for (const kind of kinds) {
    const plugins = artifacts.flatMap((artifact) => (hostKind(artifact) === kind && artifact.elf !== null ? [artifact.elf] : []));
    const own = kind === 'other' ? undefined : software.runtimes.find((runtime) => runtime.kind === kind);
    const host = standInHost(place.base, own === undefined ? null : elfAt(software.rootfs, own.program), plugins);
    const path = host === null ? null : `${standInPath}-${kind}`;
    if (host !== null && path !== null) literals.push({ path, elf: host });
    standIns.set(kind, path);
  }
  return {
    literals,
    of(artifact) {
      const kind = hostKind(artifact);
      const runtime = chooseRuntime(there, kind, artifact.path);
      const known = runtime ?? chooseRuntime(software.runtimes, kind, artifact.path);
      const version = known?.version ?? /\/python(\d+\.\d+)/.exec(artifact.path)?.[1];
      return {
        kind,
        program: runtime?.command ?? null,
        path: runtime?.command ?? standIns.get(kind) ?? null,
        ...(version === undefined ? {} : { version }),
      };
    },
  };
}

/** For Python the runtime of the folder's version where it is there, else any: that is the one that would run. */
function chooseRuntime(runtimes: readonly Runtime[], kind: HostOfArtifact['kind'], path: string): Runtime | undefined {
  const fitting = runtimes.filter((runtime) => runtime.kind === kind);
  const version = kind === 'python' ? /\/python(\d+\.\d+)/.exec(path)?.[1] : undefined;
  return fitting.find((runtime) => runtime.version === version) ?? fitting[0];
}

function hostKind(artifact: FoundArtifact): HostOfArtifact['kind'] {
  if (artifact.kind === 'jar-native') return 'java';
  if (artifact.kind === 'node-addon' || /\/node_modules\//.test(artifact.path)) return 'node';
  return artifact.kind === 'python-extension' || /\/(site|dist)-packages\//.test(artifact.path) ? 'python' : 'other';
}

function elfAt(rootfs: Rootfs, path: string): ElfFacts | null {
  const found = rootfs.tree.lookup(path);
  const elf = found.ok ? rootfs.elf(found.entry.identity) : null;
  return elf === null || 'unknown' in elf ? null : elf;
}

/** Natives of archives become files at a short path of their own; messages get the name back that reports use. */
function openPlace(place: Place, artifacts: readonly FoundArtifact[], hosts: readonly LiteralFile[]): Opened {
  const paths = new Map<string, string>();
  const natives: LiteralFile[] = [];
  for (const artifact of artifacts) {
    if (!artifact.path.includes('!') || artifact.elf === null) continue;
    const path = `/.basewise/native/${paths.size}/${artifact.path.slice(artifact.path.lastIndexOf('/') + 1)}`;
    paths.set(artifact.path, path);
    natives.push({ path, elf: artifact.elf });
  }
  const literals = [...hosts, ...natives];
  const rootfs = literals.length === 0 ? place.rootfs : composeRootfs(place.rootfs, { rootfs: place.rootfs, entries: [] }, literals).rootfs;
  const musl = place.base?.libcs.find((libc) => libc.family === 'musl');
  const world = openWorld(rootfs, {
    distribution: place.base?.distribution ?? null,
    ...(musl?.package === undefined ? {} : { muslPackage: musl.package.version }),
  });
  return { world, pathOf: (artifact) => paths.get(artifact.path) ?? artifact.path };
}

interface Opened {
  readonly world: World;
  /** Where the artifact lies in the world. */
  readonly pathOf: (artifact: FoundArtifact) => string;
}

interface Started {
  readonly files: ReadonlySet<string>;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Real paths of the programs that the image starts, their interpreters and the libraries that they load at start. */
function startedFiles(software: Software, place: Place, world: World): Started {
  const files = new Set<string>();
  const env = software.entrypoint?.env ?? {};
  const cwd = software.entrypoint?.workingDir ?? '/';
  const add = (path: string): void => {
    const found = place.rootfs.tree.lookup(path, { cwd });
    if (found.ok) files.add(found.entry.path);
  };
  for (const program of software.entrypoint?.programs ?? []) {
    if (program.path === null) continue;
    add(program.path);
    for (const object of simulate(world, { path: program.path, mode: 'exec', env, cwd }).objects) add(object.path);
  }
  return { files, env, cwd };
}

function judgeOne(
  artifact: FoundArtifact,
  place: Place,
  { world, pathOf }: Opened,
  hosts: Hosts,
  selected: boolean,
  started: Started,
): JudgedArtifact {
  const use = started.files.has(artifact.path) ? 'entrypoint' : selected ? 'selected' : 'other';
  const undecided = { ...artifact, use, outcome: 'unknown', messages: [], certainty: 'proven', result: null } as const;
  if (artifact.kind === 'archive' || (artifact.elf === null && artifact.kind !== 'script'))
    return { ...undecided, decidedBy: artifact.why ?? 'its headers could not be read' };
  if (artifact.kind === 'program' || artifact.kind === 'static-program' || artifact.kind === 'script') {
    return fromResult(artifact, use, simulate(world, { path: artifact.path, mode: 'exec', env: started.env, cwd: started.cwd }));
  }
  const host = hosts.of(artifact);
  const unnamed = artifact.kind === 'python-extension' ? judgePythonName(artifact.path, host, place.rootfs, world) : null;
  if (unnamed !== null)
    return { ...undecided, use: 'other', outcome: 'not-opened', messages: [unnamed.message], decidedBy: unnamed.why, host };
  if (host.path === null)
    return {
      ...undecided,
      outcome: 'no-interpreter',
      decidedBy: 'this base has no C library, so nothing that could open it can start',
      host,
    };
  const mode: LoadMode = host.kind === 'python' ? 'dlopen-now' : 'dlopen-lazy';
  const result = simulate(world, { path: pathOf(artifact), mode, host: host.path, env: started.env, cwd: started.cwd });
  return {
    ...fromResult(artifact, use, result),
    host: { kind: host.kind, program: host.program, ...(host.version === undefined ? {} : { version: host.version }) },
  };
}

function fromResult(artifact: FoundArtifact, use: JudgedArtifact['use'], result: LoadResult, path: string = artifact.path): JudgedArtifact {
  const messages = path === artifact.path ? result.messages : result.messages.map((line) => line.replaceAll(path, artifact.path));
  return {
    ...artifact,
    use,
    outcome: result.outcome,
    messages,
    certainty: 'proven',
    result,
    ...(result.why === undefined ? {} : { decidedBy: result.why }),
  };
}
