import { libcOfLoaderName } from '../../distro/libc/interpreter-family.ts';
import type { Severity, Where } from '../../report/report.ts';
import type { FindingFact } from '../finding-fact.ts';
import type { TargetContext } from '../rule.ts';
import { libcResolver } from './libc-resolver.ts';
import type { LibcResolver } from './libc-resolver.ts';
import { resolvingFiles } from './resolving-files.ts';

/** What findings about a resolver have in common. */
export interface ResolverEvidence {
  /** `musl 1.2.3-r5` */
  readonly libc: string;
  /** The own base does not do it: it comes with the move. */
  readonly changes: boolean;
  /** Some of the files that resolve names through it. */
  readonly files: readonly string[];
}

/**
 * A trap of the target's resolver, where the software resolves names through it. The trap itself is proven by the revision; whether it is stepped on depends on a
 * network that nobody has seen, so the certainty is `possible` and no verdict changes. It is a warning where it comes with the move.
 */
export function resolverTrap<Own extends object>(
  context: TargetContext,
  key: string,
  look: (resolver: LibcResolver) => Own | null,
): readonly FindingFact<Own & ResolverEvidence>[] {
  const place = resolverOf(context);
  if (place === null) return [];
  const { resolver, where, files } = place;
  const found = look(resolver);
  if (found === null) return [];
  const before =
    context.move === 'own' ? resolver : libcResolver(context.software.base?.libc ?? null, context.software.base?.distribution ?? null);
  const changes = before === null ? false : look(before) === null;
  const severity: Severity = changes ? 'warning' : 'note';
  return [{ key, severity, certainty: 'possible', where, evidence: { ...found, libc: resolver.name, changes, files } }];
}

export interface ResolverPlace {
  readonly resolver: LibcResolver;
  readonly where: readonly Where[];
  readonly files: readonly string[];
}

/** The target's resolver with the files that use it; null where none does, or the libc is not known. */
export function resolverOf({ base, software, move }: TargetContext): ResolverPlace | null {
  const resolver = libcResolver(base?.libc ?? null, base?.distribution ?? null);
  if (resolver === null) return null;
  // A program for the other C library does not get as far as resolving a name here; built again it would.
  const using = resolvingFiles(software).throughLibc.filter(
    ({ elf }) => move === 'rebuild' || (libcOfLoaderName(elf?.interpreter ?? '') ?? resolver.family) === resolver.family,
  );
  if (using.length === 0) return null;
  const where = using.map(({ path, entry }) => (entry.layer === undefined ? { path } : { path, layer: entry.layer }));
  return { resolver, where, files: using.slice(0, 5).map(({ path }) => path) };
}

/** `/usr/local/bin/node resolves names through musl 1.2.3-r5` or the like. */
export function whoResolves({ libc, files, changes }: ResolverEvidence): string {
  const who =
    files.length === 0 ? 'Programs resolve' : files.length === 1 ? `${files[0] ?? ''} resolves` : `${files[0] ?? ''} and others resolve`;
  return `${who} names through ${libc}${changes ? ', which the own base does not have' : ''}.`;
}
