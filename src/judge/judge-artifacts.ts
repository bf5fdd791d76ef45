import { simulate } from '../loader/simulate.ts';
import type { LoadMode, LoadResult } from '../loader/load-result.ts';
import { symbolCategory } from '../loader/symbol-category.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { certaintyOnDerived } from './derived-certainty.ts';
import type { FoundArtifact } from './find-artifacts.ts';
import { findHosts } from './hosts.ts';
import type { Hosts } from './hosts.ts';
import type { JudgedArtifact } from './judged-artifact.ts';
import { openPlace } from './open-place.ts';
import type { Opened, Place } from './open-place.ts';
import { judgePythonName } from './python-names.ts';
import type { Selection } from './selection.ts';
import type { Software } from './software.ts';
import { startedFiles } from './started-files.ts';
import type { Started } from './started-files.ts';

/**
 * Asks the loader about every artifact, each opened as its own host would: programs by the kernel, Node addons and JVM natives lazily, CPython extensions at
 * once (loader.md, section 7). A name that the runtime never tries is `not-opened`. A library that something else loads is judged by that load.
 */
export function judgeArtifacts(
  software: Software,
  artifacts: readonly FoundArtifact[],
  place: Place,
  selection: Selection,
): readonly JudgedArtifact[] {
  const hosts = findHosts(software, artifacts, place);
  const opened = openPlace(place, artifacts, hosts.literals);
  const started = startedFiles(software, place, opened.world);
  const judge = (artifact: FoundArtifact): JudgedArtifact =>
    judgeOne(artifact, place, opened, hosts, selection.isSelected(artifact), started);
  const asked =
    place.usedOnly === true ? artifacts.filter((each) => selection.isSelected(each) || started.files.has(each.path)) : artifacts;
  const openers = asked.map((artifact) => (artifact.kind === 'library' ? null : judge(artifact)));
  const loaded = loadedFiles(openers, opened.rootfs);
  const judged = asked.map((artifact, index) => openers[index] ?? judgeLoaded(artifact, loaded, started) ?? judge(artifact));
  const { derived } = place;
  return derived === undefined ? judged : judged.map((each) => ({ ...each, certainty: certaintyOnDerived(each, derived) }));
}

/** Real paths of the libraries that successful loads brought in, with what loaded them first. */
function loadedFiles(openers: readonly (JudgedArtifact | null)[], rootfs: Rootfs): ReadonlyMap<string, JudgedArtifact> {
  const loaded = new Map<string, JudgedArtifact>();
  for (const opener of openers) {
    if (opener?.result?.outcome !== 'runs') continue;
    for (const { path } of opener.result.objects) {
      const found = rootfs.tree.lookup(path);
      if (found.ok && (!loaded.has(found.entry.path) || opener.use !== 'other')) loaded.set(found.entry.path, opener);
    }
  }
  return loaded;
}

function judgeLoaded(artifact: FoundArtifact, loaded: ReadonlyMap<string, JudgedArtifact>, started: Started): JudgedArtifact | null {
  const opener = loaded.get(artifact.path);
  if (opener === undefined) return null;
  const use = started.files.has(artifact.path) ? 'entrypoint' : opener.use === 'other' ? 'other' : 'selected';
  return { ...artifact, use, outcome: 'runs', messages: [], certainty: 'proven', result: null };
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
    const result = simulate(world, { path: artifact.path, mode: 'exec', env: started.env, cwd: started.cwd });
    return fromResult(artifact, use, { ...result, messages: result.messages.map(asStarted(artifact.path, started)) });
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
  if (artifact.kind === 'library' && host.kind === 'other' && lacksOnlyHostSymbols(result)) {
    return { ...undecided, decidedBy: 'it wants functions of whatever program opens it, and nothing here shows which that is', host };
  }
  const hostFails = result.outcome === 'no-interpreter' && result.why === undefined;
  return {
    ...fromResult(artifact, use, result, pathOf(artifact)),
    ...(hostFails ? { decidedBy: `${host.program ?? 'its host'} cannot start on this base` } : {}),
    host: { kind: host.kind, program: host.program, ...(host.version === undefined ? {} : { version: host.version }) },
  };
}

/** A fifth of a distribution's libraries look broken without the program that opens them (loader.md, section 7): names that no C library has say nothing about the base. */
function lacksOnlyHostSymbols(result: LoadResult): boolean {
  if (result.outcome !== 'missing-symbol') return false;
  const missing = result.facts.flatMap((fact) =>
    fact.kind === 'musl-symbol' || fact.kind === 'glibc-symbol' ? [symbolCategory(fact.symbol)] : [],
  );
  return missing.length > 0 && missing.every((category) => category === 'host' || category === 'other');
}

/** glibc calls the program what argv[0] says, at the start of a line and in `(required by …)`. */
function asStarted(path: string, started: Started): (message: string) => string {
  const name = started.names.get(path);
  if (name === undefined || name === path) return (message) => message;
  return (message) =>
    (message.startsWith(`${path}: `) ? name + message.slice(path.length) : message).replaceAll(
      `(required by ${path})`,
      `(required by ${name})`,
    );
}

function fromResult(artifact: FoundArtifact, use: JudgedArtifact['use'], result: LoadResult, path: string = artifact.path): JudgedArtifact {
  const named = path === artifact.path ? result : renamed(result, path, artifact.path);
  const { outcome, messages, why } = named;
  return { ...artifact, use, outcome, messages, certainty: 'proven', result: named, ...(why === undefined ? {} : { decidedBy: why }) };
}

/** Gives a native out of an archive back the name that reports use, wherever the result says its path. */
function renamed(result: LoadResult, from: string, to: string): LoadResult {
  const rename = (text: string): string => text.replaceAll(from, to);
  return {
    ...result,
    messages: result.messages.map(rename),
    facts: result.facts.map((fact) => renameStrings(fact, rename)),
    risks: result.risks.map((risk) => renameStrings(risk, rename)),
    objects: result.objects.map((object) => renameStrings(object, rename)),
  };
}

function renameStrings<T extends object>(value: T, rename: (text: string) => string): T {
  const copy = { ...value };
  for (const key of Object.keys(copy) as (keyof T)[]) {
    const field = copy[key];
    if (typeof field === 'string') Object.assign(copy, { [key]: rename(field) });
  }
  return copy;
}
