import { commandText } from '../../dockerfile/shell/command-text.ts';
import type { BuildCommand } from '../../dockerfile/shell/builds.ts';
import { listed } from '../../judge/group-failures.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import { describePlace } from '../../judge/repository/place.ts';
import { contextFolders } from '../../judge/repository/run-products.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isReached, runFacts } from '../../judge/repository/stage-runs.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import { allocatorFix, allocatorText } from './allocator-text.ts';

interface Evidence {
  readonly lock: string;
  readonly libc: string;
  readonly command: string;
  readonly threads: readonly string[];
}

/** `cargo build` for musl of a project whose Cargo.lock has a pool of threads and no allocator. */
export const muslAllocatorInStage: RunnableStageRule = defineStageRule<Evidence>({
  id: 'musl-allocator',
  title: "Threads share the one lock of musl's malloc",
  find,
  describe: ({ evidence: { lock, libc, command, threads } }) => ({
    message: `\`${command}\` makes a program for ${libc}, and ${lock} has ${listed(threads)} and no allocator. ${allocatorText('musl', false)}`,
    fix: allocatorFix,
  }),
});

function find({ build, locks, placeOf, at }: StageContext): readonly FindingFact<Evidence>[] {
  return build.stages
    .filter(({ needed }) => needed)
    .flatMap((stage) => {
      const told = new Set<string>();
      return stage.steps.flatMap((step): readonly FindingFact<Evidence>[] => {
        if (step.kind !== 'run') return [];
        const run = runFacts(step);
        return run.builds.flatMap((built): readonly FindingFact<Evidence>[] => {
          const { command, tool, verb } = built;
          if (tool !== 'cargo' || !/^(?:build|install|zigbuild|chef)$/.test(verb) || !isReached(command)) return [];
          const place = placeOf(stage);
          const libc = isForMusl(built, place.libc) ? (place.libc === 'musl' ? describePlace(place) : (built.target ?? 'musl')) : null;
          const lock = libc === null ? null : findLock(contextFolders(stage, run.folderOf(command) ?? '/', { build }), locks);
          if (libc === null || lock === null) return [];
          const names = new Set(lock.lock.packages.map(({ name }) => name));
          const threads = pools.filter((name) => names.has(name));
          if (threads.length === 0 || allocators.some((name) => names.has(name)) || told.has(lock.path)) return [];
          told.add(lock.path);
          return [
            {
              key: `${stage.name ?? stage.index}:${lock.path}`,
              severity: 'note',
              certainty: 'possible',
              where: [at(command.start)],
              evidence: { lock: `${locks.folder.prefix}${lock.path}`, libc, command: text(built), threads },
            },
          ];
        });
      });
    });
}

function isForMusl({ target, command }: BuildCommand, libc: string | null): boolean {
  const triple = target ?? command.buildEnvironment['CARGO_BUILD_TARGET'] ?? '';
  return triple === '' ? libc === 'musl' : /musl/.test(triple);
}

function findLock(folders: readonly string[], locks: StageContext['locks']): ReturnType<StageContext['locks']['find']> {
  for (const folder of folders) {
    const found = locks.find(folder, ['Cargo.lock']);
    if (found !== null) return found;
  }
  return null;
}

function text({ command }: BuildCommand): string {
  return commandText(command, 90);
}

/** Crates that run pools of threads. */
const pools = ['rayon-core', 'tokio', 'async-std', 'actix-rt', 'crossbeam-deque', 'threadpool'];
const allocators = ['mimalloc', 'tikv-jemallocator', 'jemallocator', 'snmalloc-rs', 'tcmalloc', 'rpmalloc', 'dlmalloc', 'talc'];
