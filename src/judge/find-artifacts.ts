import type { ElfFacts } from '../tree/elf-facts.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { Entry } from '../tree/tree.ts';
import { classifyElf } from './classify-elf.ts';
import type { ArtifactKind } from './classify-elf.ts';
import type { Part, Software } from './software.ts';

/** A file whose running depends on the base. */
export interface FoundArtifact {
  /** `/app.jar!INNER!ENTRY` for a native in an archive. */
  readonly path: string;
  readonly kind: ArtifactKind;
  readonly part: Part;
  /** The file in the tree: the archive for a native inside one. */
  readonly entry: Entry;
  /** Null for scripts, and for natives whose facts could not be read (`why` says so). */
  readonly elf: ElfFacts | null;
  readonly why?: string;
}

/**
 * Every program, library, addon, extension, script and archive native that is the application's or a runtime's, each file once (hard links share one), in tree
 * order. Files that no loader opens as they are (objects, core dumps, separate debug files, eBPF) are left out (loader.md, section 1.2).
 */
export function findArtifacts(
  software: Pick<Software, 'rootfs' | 'partOf' | 'entrypoint'>,
  parts: ReadonlySet<Part> = new Set(['application', 'runtime']),
): readonly FoundArtifact[] {
  const { rootfs } = software;
  const started = startedDirectly(software);
  const found: FoundArtifact[] = [];
  let beyond: { readonly first: FoundArtifact; count: number } | null = null;
  const seen = new Set<string>();
  for (const entry of rootfs.tree.entries()) {
    if (entry.type !== 'file' || seen.has(entry.identity)) continue;
    const isStarted = started.has(entry.identity);
    if (beyond !== null && !isStarted) {
      // A look at each of a hundred thousand would read what is known of it.
      if (!mayBeArtifact(rootfs, entry)) continue;
      seen.add(entry.identity);
      if (parts.has(software.partOf(entry))) beyond.count++;
      continue;
    }
    const natives = describeFile(rootfs, entry, isStarted);
    if (natives.length === 0) continue;
    const part = software.partOf(entry);
    seen.add(entry.identity);
    if (!parts.has(part)) continue;
    for (const native of natives) {
      const artifact = { ...native, part, entry };
      if (found.length < MOST_ARTIFACTS || isStarted) found.push(artifact);
      else if (beyond === null) beyond = { first: artifact, count: 1 };
      else beyond.count++;
    }
  }
  return beyond === null ? found : [...found, standingFor(beyond.first, beyond.count)];
}

/** What is found of each is kept for each target: more of them do not fit the memory budget. A whole Debian root with 4,000 ELF files does. */
const MOST_ARTIFACTS = 10_000;

function mayBeArtifact(rootfs: Rootfs, { identity, mode }: Entry): boolean {
  return rootfs.elf(identity) !== null || ((mode & 0o111) !== 0 && rootfs.script(identity) !== null) || rootfs.archive(identity) !== null;
}

/** The first of those that are not judged, for all of them: one cause, one finding. */
function standingFor({ path, kind, part, entry }: FoundArtifact, count: number): FoundArtifact {
  const why = `it is one of ${count.toLocaleString('en')} programs, libraries and scripts beyond the ${MOST_ARTIFACTS.toLocaleString('en')} of one subject that are judged`;
  return { path, kind: kind === 'script' ? 'archive' : kind, part, entry, elf: null, why };
}

type Described = Omit<FoundArtifact, 'part' | 'entry'>;

/** Identities of the files that the engine hands to the kernel: whatever they hold and whatever their mode, they are judged. */
function startedDirectly({ rootfs, entrypoint }: Pick<Software, 'rootfs' | 'entrypoint'>): ReadonlySet<string> {
  const identities = new Set<string>();
  for (const { path, by } of entrypoint?.programs ?? []) {
    if (path === null || by === 'shell') continue;
    const found = rootfs.tree.lookup(path, { cwd: entrypoint?.workingDir ?? '/' });
    if (found.ok) identities.add(found.entry.identity);
  }
  return identities;
}

function describeFile(rootfs: Rootfs, entry: Entry, started: boolean): readonly Described[] {
  const elf = rootfs.elf(entry.identity);
  if (elf !== null) return describeElf(entry.path, elf);
  if (rootfs.script(entry.identity) !== null)
    return started || (entry.mode & 0o111) !== 0 ? [{ path: entry.path, kind: 'script', elf: null }] : [];
  const archive = rootfs.archive(entry.identity);
  // Text without `#!`, an empty file: the kernel refuses what the engine gives it (ENOEXEC).
  if (archive === null) return started ? [{ path: entry.path, kind: 'script', elf: null }] : [];
  if ('unknown' in archive) return [{ path: entry.path, kind: 'archive', elf: null, why: archive.unknown }];
  return archive.elf.flatMap(({ member, facts }) => describeElf(`${entry.path}!${member}`, facts, 'jar-native'));
}

function describeElf(path: string, elf: ElfFacts | { readonly unknown: string }, kind?: ArtifactKind): readonly Described[] {
  if ('unknown' in elf) return [{ path, kind: kind ?? 'library', elf: null, why: elf.unknown }];
  const own = classifyElf(path, elf);
  return own === null ? [] : [{ path, kind: kind !== undefined && own !== 'program' && own !== 'static-program' ? kind : own, elf }];
}
