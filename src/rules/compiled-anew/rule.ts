import { groupByCause, placesOf } from '../../judge/group-failures.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly package: string;
  readonly source: string;
  readonly distribution: string | null;
}

/** A package that came as a build is compiled on this base (design, section 4: that is `differs`). */
export const compiledAnew: RunnableRule = defineRule<Evidence>({
  id: 'compiled-anew',
  title: 'A package that came as a build is compiled on this base',
  find({ artifacts, base }) {
    return groupByCause(artifacts, (artifact) => (artifact.compiledAnew === undefined ? [] : [[artifact.compiledAnew, artifact]])).map(
      ({ key, artifacts: own }) => {
        const [name = key, source = ''] = key.split(': ');
        return {
          key,
          severity: 'warning',
          certainty: 'likely',
          where: placesOf(own),
          evidence: { package: name, source, distribution: base?.distribution ?? null },
        };
      },
    );
  },
  describe({ evidence: { package: name, source, distribution } }) {
    const tools = distribution === 'alpine' ? 'build-base and the headers that it names' : 'a compiler and the headers that it names';
    return {
      message: `No wheel of ${name} in the index fits this base: pip compiles ${source} there, which needs ${tools} and its time at every build.`,
      fix: `look for a release of it with a wheel for this base, or build the wheel once and keep it; \`basewise explain compiled-anew\``,
    };
  },
});
