import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly base: string;
  /** Switched off by the file, without ICU. */
  readonly crashes: boolean;
}

/** .NET images without ICU run in invariant mode; switching it off without installing ICU ends the program at its start. */
export const icuInvariant: RunnableStageRule = defineStageRule<Evidence>({
  id: 'icu-invariant',
  title: '.NET without ICU',
  find,
  describe: ({ evidence: { base, crashes } }) =>
    crashes
      ? {
          message: `DOTNET_SYSTEM_GLOBALIZATION_INVARIANT is switched off on ${base}, which has no ICU: .NET ends with "Couldn't find a valid ICU package".`,
          fix: 'install icu-libs (Alpine, with icu-data-full for all cultures) or libicu (Debian), or use an -extra image',
        }
      : {
          message: `${base} has neither ICU nor time zone data and sets invariant globalization: cultures all behave like the invariant one, and TimeZoneInfo.FindSystemTimeZoneById throws.`,
          fix: 'install icu-libs and tzdata and set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false, or use an -extra image, if the program formats, sorts or converts for people',
        },
});

function find({ place, stage, packages, chain, fromOffset, at }: StageContext): readonly FindingFact<Evidence>[] {
  const { classification } = place;
  if (classification === null || !/(?:^|\/)dotnet\/(?:runtime|aspnet|runtime-deps|monitor)(?::|@)/.test(place.name)) return [];
  const bare =
    classification.family === 'alpine' || classification.variants.includes('chiseled') || classification.variants.includes('distroless');
  if (!bare || classification.variants.includes('extra') || [...packages].some((name) => /^(?:icu|libicu)/.test(name))) return [];
  const value = stage.config.env['DOTNET_SYSTEM_GLOBALIZATION_INVARIANT'];
  const off = value !== undefined && /^(?:false|0)$/i.test(value);
  const set = chain
    .flatMap(({ steps }) => steps)
    .findLast(({ instruction }) => instruction.unfolded.text.includes('GLOBALIZATION_INVARIANT'));
  const offset = set?.instruction.range.start ?? fromOffset;
  // Said by the file itself, the mode is wanted.
  if (!off && set !== undefined) return [];
  return [
    {
      key: off ? 'off' : 'on',
      severity: off ? 'error' : 'note',
      certainty: 'likely',
      where: [at(offset)],
      evidence: { base: describePlace(place), crashes: off },
    },
  ];
}
