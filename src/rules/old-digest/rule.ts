import { compareVersions } from '../../bases/releases.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly base: string;
  readonly libc: string;
  readonly version: string;
  readonly defects: readonly string[];
}

/** A digest keeps a C library that has a defect which later releases fixed. */
export const oldDigest: RunnableStageRule = defineStageRule<Evidence>({
  id: 'old-digest',
  title: 'A digest that keeps a fixed defect',
  find,
  describe: ({ evidence: { base, libc, version, defects } }) => ({
    message: `${base} is pinned by digest to ${libc} ${version}, and no rebuild brings a fix: ${defects.join('; ')}.`,
    fix: 'renew the digest from a newer release',
  }),
});

function find({ place, fromOffset, at }: StageContext): readonly FindingFact<Evidence>[] {
  const { classification, libc, version } = place;
  if (classification?.digest === undefined || version === null || (libc !== 'musl' && libc !== 'glibc')) return [];
  const found = defects.filter((defect) => defect.libc === libc && compareVersions(plain(version), defect.fixed) < 0);
  if (found.length === 0) return [];
  return [
    {
      key: version,
      severity: 'note',
      certainty: 'likely',
      where: [at(fromOffset)],
      evidence: {
        base: place.name.split('@')[0] ?? '',
        libc,
        version,
        defects: found.map(({ what, fixed }) => `${what} (fixed in ${fixed})`),
      },
    },
  ];
}

function plain(version: string): string {
  return /^[\d.]+/.exec(version)?.[0] ?? version;
}

/** dns-resolvers.md sections 2 and 3, native-dependencies.md 8. */
const defects: readonly { readonly libc: 'musl' | 'glibc'; readonly fixed: string; readonly what: string }[] = [
  { libc: 'musl', fixed: '1.2.4', what: 'no DNS over TCP, so answers above 512 bytes are cut short' },
  { libc: 'musl', fixed: '1.2.1', what: 'the old allocator and a wcsnrtombs overflow (CVE-2020-28928)' },
  { libc: 'glibc', fixed: '2.26', what: 'six search domains and 256 bytes at most' },
];
