import { placeOfStage } from '../repository/place.ts';
import type { StageContext } from '../repository/stage-facts.ts';
import { isReached, runFacts } from '../repository/stage-runs.ts';
import type { FindingFact } from '../finding-fact.ts';
import type { LibcResolver } from './libc-resolver.ts';
import { placeResolver } from './place-resolver.ts';
import type { ResolverEvidence } from './resolver-finding.ts';

interface Trap<Own extends object> {
  readonly key: string;
  readonly look: (resolver: LibcResolver) => Own | null;
  readonly isRepaired: boolean;
}

/**
 * A trap of the resolver in the C library of the final stage's base. Of the files only the reference is known, and whether a network steps on the trap nobody has
 * seen: a note, and `possible`.
 */
export function stageResolverTrap<Own extends object>(
  context: StageContext,
  { key, look, isRepaired }: Trap<Own>,
): readonly FindingFact<Own & ResolverEvidence>[] {
  const { place, stage, move, at, fromOffset } = context;
  const resolver = placeResolver(place);
  const found = resolver === null ? null : look(resolver);
  if (resolver === null || found === null || bringsOwnResolver(context)) return [];
  const before = move === 'own' ? resolver : placeResolver(placeOfStage(stage));
  const changes = before !== null && look(before) === null;
  if (!changes && !isRepaired) return [];
  const evidence = { ...found, libc: resolver.name, changes, files: [] };
  return [{ key, severity: 'note', certainty: 'possible', where: [at(fromOffset)], evidence }];
}

/** Nothing but Go without cgo is built, and nothing else is installed: Go asks DNS servers itself. */
function bringsOwnResolver({ build, runtimes, packages }: StageContext): boolean {
  const builds = build.stages
    .filter(({ needed }) => needed)
    .flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'run' ? runFacts(step).builds : [])))
    .filter(({ command }) => isReached(command));
  return (
    builds.length > 0 && builds.every(({ tool, cgo }) => tool === 'go' && cgo === false) && runtimes.length === 0 && packages.size === 0
  );
}
