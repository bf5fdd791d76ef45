import { commandText } from '../../dockerfile/shell/command-text.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isReached } from '../../judge/repository/stage-runs.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly kind: 'gcompat' | 'glibc' | 'link';
  readonly what: string;
  readonly base: string;
}

/** Somebody has met a glibc program on musl before: gcompat, a second glibc, a link in the loader's name. */
export const glibcShim: RunnableStageRule = defineStageRule<Evidence>({
  id: 'glibc-shim',
  title: 'A shim for glibc programs',
  find,
  describe: ({ evidence: { kind, what, base } }) => ({ message: texts[kind](what, base), fix: fixes[kind] }),
});

const texts: Readonly<Record<Evidence['kind'], (what: string, base: string) => string>> = {
  gcompat: (what, base) =>
    `${what} on ${base} puts a stub in the place of glibc's loader. It starts simple glibc programs on musl; it has no symbol versions, not all of glibc's functions, and no effect on an addon or extension that a musl program loads.`,
  glibc: (what, base) =>
    `${what} puts a whole glibc beside the musl of ${base}. Programs started through its loader use it, and only libraries that it finds itself; everything from apk stays with musl. It gets its fixes from nobody but its packager.`,
  link: (what, base) =>
    `${what} makes musl of ${base} answer to the name of glibc's loader. Programs that use little of glibc start; symbol versions are not checked, and a missing function ends the program where it is first needed.`,
};

const fixes: Readonly<Record<Evidence['kind'], string>> = {
  gcompat: 'take a build for musl where there is one, or a glibc base',
  glibc: 'a glibc base (debian slim, wolfi) is smaller than two C libraries',
  link: 'build for musl or statically',
};

function find({ place, beside, runs, at }: StageContext): readonly FindingFact<Evidence>[] {
  if (place.libc !== 'musl') return [];
  const found: FindingFact<Evidence>[] = [];
  const add = (kind: Evidence['kind'], what: string, offset: number): void => {
    if (!found.some(({ evidence }) => evidence.kind === kind))
      found.push({
        key: kind,
        severity: 'note',
        certainty: 'likely',
        where: [at(offset)],
        evidence: { kind, what, base: describePlace(place) },
      });
  };
  if (beside !== null)
    add(
      'glibc',
      beside.how === 'copied' ? 'The loader of glibc, copied in,' : beside.how === 'image' ? 'The base image' : 'The glibc package',
      beside.offset,
    );
  for (const { packages, commands } of runs) {
    for (const { manager, action, packages: named, command } of packages) {
      const shim =
        manager === 'apk' && action === 'install' && isReached(command)
          ? named.find(({ name }) => /^(?:gcompat|libc6-compat)$/.test(name))
          : undefined;
      if (shim !== undefined) add('gcompat', shim.name, shim.word.start);
    }
    const link = commands.find(
      ({ name, argv }) =>
        name === 'ln' &&
        argv.some(({ text }) => /ld-linux|\/lib64\/?$/.test(text)) &&
        argv.some(({ text }) => /musl|^\/lib\/?$/.test(text)),
    );
    if (link !== undefined && beside === null) add('link', `\`${commandText(link, 90)}\``, link.start);
  }
  return found;
}
