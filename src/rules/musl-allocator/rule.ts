import { listed, placesOf } from '../../judge/group-failures.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule, TargetContext } from '../../judge/rule.ts';
import { startersOn } from '../../judge/threads/thread-starters.ts';
import { allocatorFix, allocatorText } from './allocator-text.ts';

interface Evidence {
  readonly libc: string;
  readonly files: readonly { readonly path: string; readonly language: 'Rust' | 'C++' }[];
  readonly changes: boolean;
}

/** Programs with threads in languages that allocate through libc, on musl (native-dependencies.md, sections 5 and 8). */
export const muslAllocator: RunnableRule = defineRule<Evidence>({
  id: 'musl-allocator',
  title: "Threads share the one lock of musl's malloc",
  find,
  describe: ({ evidence: { libc, files, changes } }) => ({
    message: `${listed(
      files.map(({ path, language }) => `${path} (${language})`),
      3,
    )} ${files.length === 1 ? 'starts' : 'start'} threads and ${files.length === 1 ? 'names' : 'name'} no allocator among ${files.length === 1 ? 'its' : 'their'} libraries. ${allocatorText(libc, changes)} One that is linked in statically is not seen here.`,
    fix: allocatorFix,
  }),
});

function find(context: TargetContext): readonly FindingFact<Evidence>[] {
  const { base, software, move } = context;
  if (base?.libc?.family !== 'musl' || allocators.test(software.entrypoint?.env['LD_PRELOAD'] ?? '')) return [];
  const files = startersOn(context).flatMap(({ artifact }) => {
    const { elf, kind } = artifact;
    const needed = elf?.dynamic?.needed ?? [];
    if (kind !== 'program' || elf === null || needed.some((name) => allocators.test(name))) return [];
    const language = elf.rust !== undefined ? ('Rust' as const) : needed.includes('libstdc++.so.6') ? ('C++' as const) : null;
    return language === null ? [] : [{ artifact, language }];
  });
  if (files.length === 0) return [];
  return [
    {
      key: 'malloc',
      severity: 'note',
      certainty: 'possible',
      where: placesOf(files.map(({ artifact }) => artifact)),
      evidence: {
        libc: `musl${base.libc.version === null ? '' : ` ${base.libc.version}`}`,
        files: files.map(({ artifact: { path }, language }) => ({ path, language })),
        changes: move !== 'own' && software.base?.libc?.family === 'glibc',
      },
    },
  ];
}

const allocators = /jemalloc|mimalloc|tcmalloc|snmalloc|scudo|rpmalloc/;
