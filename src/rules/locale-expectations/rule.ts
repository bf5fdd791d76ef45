import { kindFacts } from '../../bases/kind-facts.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { takesUnseenPrograms, isBareBase } from '../../judge/repository/started-program.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly kind: 'musl-locale' | 'glibc-locale' | 'zone' | 'nsswitch';
  readonly value: string;
  readonly base: string;
}

/** Locale, time zone and name service settings that the base does not have the data or the code for. */
export const localeExpectations: RunnableStageRule = defineStageRule<Evidence>({
  id: 'locale-expectations',
  title: 'Locale, time zone or name service that the base does not serve',
  find,
  describe: ({ evidence: { kind, value, base } }) => texts[kind](value, base),
});

const texts: Readonly<Record<Evidence['kind'], (value: string, base: string) => { readonly message: string; readonly fix: string }>> = {
  'musl-locale': (value, base) => ({
    message: `${value} on ${base}: musl accepts any locale name and always sorts by bytes, writes numbers with a point and knows no other character set than UTF-8. Sorting, formats and messages of that language do not come from libc.`,
    fix: 'use ICU or the language’s own library for collation and formats, or a glibc base with its locales',
  }),
  'glibc-locale': (value, base) => ({
    message: `${value} on ${base}: the image has C, C.UTF-8 and POSIX only, so setlocale fails and programs fall back to C (ASCII) or warn.`,
    fix: 'LANG=C.UTF-8, or install locales (Debian: locales-all; RHEL: glibc-langpack-XX)',
  }),
  zone: (value, base) => ({
    message: `TZ=${value} on ${base}: there is no time zone data, so times are silently UTC for everything that asks libc.`,
    fix: 'install tzdata',
  }),
  nsswitch: (value, base) => ({
    message: `${value} on ${base}: musl reads no nsswitch.conf and has no NSS modules (LDAP, SSSD, mDNS, myhostname). Go's own resolver does read it.`,
    fix: 'a glibc base where users or hosts come from NSS',
  }),
};

function find(context: StageContext): readonly FindingFact<Evidence>[] {
  const { place, stage, chain, packages, runs, at } = context;
  const { classification } = place;
  if (place.libc === null || place.libc === 'none' || classification === null) return [];
  const base = describePlace(place);
  const found: FindingFact<Evidence>[] = [];
  const add = (kind: Evidence['kind'], value: string, offset: number, severity: 'warning' | 'note'): void => {
    found.push({ key: kind, severity, certainty: 'likely', where: [at(offset)], evidence: { kind, value, base } });
  };
  const steps = chain.flatMap((each) => each.steps);
  const envOffset = (name: string): number =>
    steps.findLast(({ instruction }) => instruction.keyword === 'ENV' && instruction.unfolded.text.includes(name))?.instruction.range
      .start ?? 0;
  const { env } = stage.config;
  const name = ['LC_ALL', 'LC_COLLATE', 'LANG'].find((each) => env[each] !== undefined && env[each] !== '');
  const locale = name === undefined ? '' : (env[name] ?? '');
  if (name !== undefined && !/^(?:C|POSIX)(?:[._-].*)?$|\$/i.test(locale) && /^[a-z]{2,3}_/.test(locale)) {
    const made =
      [...packages].some((each) => /locales|langpack|language-pack|glibc-i18n|musl-locales|glibc-locale|glibc-all/.test(each)) ||
      runs.some(({ commands }) => commands.some((command) => /^(?:locale-gen|localedef|update-locale)$/.test(command.name)));
    if (place.libc === 'musl' && context.beside === null) {
      // English in UTF-8 differs from what musl does only in sorting.
      if (!/^en_(?:US|GB)\.utf-?8$/i.test(locale)) add('musl-locale', `${name}=${locale}`, envOffset(name), 'note');
    } else if (place.libc === 'glibc' && !made && isBareBase(place) && !takesUnseenPrograms(context) && classification.family !== 'fedora')
      add('glibc-locale', `${name}=${locale}`, envOffset(name), 'warning');
  }
  const zone = env['TZ'];
  const hasZones =
    ![/^no\b/].some((pattern) => pattern.test(kindFacts(classification).timeZones)) ||
    [...packages].some((each) => /tzdata|timezone|icu/.test(each)) ||
    runs.some(({ commands }) => commands.some(({ argv }) => argv.some(({ text }) => text.includes('zoneinfo'))));
  if (
    zone !== undefined &&
    /^[A-Z][a-zA-Z]+\//.test(zone) &&
    !/^Etc\/UTC$/.test(zone) &&
    !hasZones &&
    isBareBase(place) &&
    !steps.some((step) => step.kind === 'copy' && step.sources.some((source) => /zoneinfo/.test(source)))
  )
    add('zone', zone, envOffset('TZ'), 'warning');
  if (place.libc === 'musl') {
    for (const { commands } of runs) {
      const writer = commands.find(
        ({ redirects, argv }) =>
          redirects.flatMap(({ target }) => target ?? []).some(({ text }) => text === '/etc/nsswitch.conf') &&
          argv.some(({ text }) => /mdns|ldap|sss|winbind|myhostname|resolve|wins/.test(text)),
      );
      if (writer !== undefined) add('nsswitch', '/etc/nsswitch.conf', writer.start, 'note');
    }
  }
  return found;
}
