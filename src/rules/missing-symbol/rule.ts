import { factsOf, groupByCause, listed, placesOf } from '../../judge/group-failures.ts';
import type { JudgedArtifact } from '../../judge/judged-artifact.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';
import { categoryWords, symbolCategory } from '../../loader/symbol-category.ts';
import type { SymbolCategory } from '../../loader/symbol-category.ts';

interface Evidence {
  readonly category: SymbolCategory;
  readonly symbols: readonly string[];
  readonly objects: readonly string[];
  readonly family: 'musl' | 'glibc' | null;
  readonly message: string;
}

/** Undefined symbols: musl binds everything at start and prints all, glibc dies at the first (loader.md, sections 4.6, 5.7 and 9). */
export const missingSymbol: RunnableRule = defineRule<Evidence>({
  id: 'missing-symbol',
  title: 'A function that the software needs is not in this C library or the libraries here',
  find({ artifacts, base }) {
    // While a library is missing its symbols are too: they say nothing of their own.
    const groups = groupByCause(
      artifacts.filter(({ outcome }) => outcome === 'missing-symbol'),
      symbolsMissing,
    );
    return groups.map(({ key, artifacts, details }) => {
      const evidence = {
        category: symbolCategory(details[0]?.symbol ?? ''),
        symbols: [...new Set(details.map(({ symbol }) => symbol))],
        objects: [...new Set(details.map(({ object }) => object))],
        family: base?.libc?.family ?? null,
        message: details[0]?.message ?? '',
      };
      return { key, severity: 'error', certainty: 'proven', where: placesOf(artifacts), evidence };
    });
  },
  describe({ evidence: { category, symbols, objects, family, message } }) {
    const fix =
      category === 'host'
        ? 'take a build for the version of the program that loads it'
        : `build it on this base, take a build for ${family ?? 'it'}, or use a base whose C library has ${symbols.length === 1 ? 'it' : 'them'}`;
    return { message: `${listed(objects, 3)} needs ${listed(symbols, 5)}: ${categoryWords[category]}.\nThe loader says: ${message}`, fix };
  },
});

function* symbolsMissing(
  artifact: JudgedArtifact,
): Generator<readonly [string, { readonly symbol: string; readonly object: string; readonly message: string }]> {
  for (const fact of [...factsOf(artifact, 'musl-symbol'), ...factsOf(artifact, 'glibc-symbol')]) {
    const message = artifact.messages.find((line) => line.includes(fact.symbol)) ?? '';
    yield [symbolCategory(fact.symbol), { symbol: fact.symbol, object: fact.object, message }];
  }
}
