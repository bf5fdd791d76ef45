import { factsOfPackages, installCommand } from '../../judge/package-installs.ts';
import { listed, placesOf } from '../../judge/group-failures.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly package: string;
  readonly source: string;
  readonly libraries: readonly string[];
  readonly ownPackages: readonly string[];
  readonly neededBy: readonly string[];
  readonly packageManager: string | null;
}

/** On a rebuild the target's package takes the place of the one that brought a library (design, section 4): the verdict counts on its installation. */
export const replacedPackage: RunnableRule = defineRule<Evidence>({
  id: 'replaced-package',
  title: 'A library comes from another package on this base',
  find({ artifacts, base, packaged = [] }) {
    return factsOfPackages(artifacts, packaged).map(({ name, libraries, users }) => ({
      key: name,
      severity: 'note',
      certainty: 'likely',
      where: placesOf(users),
      evidence: {
        package: name,
        source: libraries[0]?.source ?? '',
        libraries: libraries.map(({ soname }) => soname),
        ownPackages: [...new Set(libraries.flatMap(({ ownPackage }) => ownPackage ?? []))],
        neededBy: users.map(({ path }) => path),
        packageManager: base?.packageManagers[0]?.name ?? null,
      },
    }));
  },
  describe({ evidence: { package: name, source, libraries, ownPackages, neededBy, packageManager } }) {
    const before = ownPackages.length === 0 ? '' : `, which ${listed(ownPackages, 3)} brings on its own base`;
    const verb = neededBy.length === 1 ? 'needs' : 'need';
    return {
      message: `${listed(neededBy, 3)} ${verb} ${listed(libraries, 4)}${before}. Here it is in the package ${name} (${source}), and the verdict counts on it.`,
      fix: installCommand(packageManager, [name]),
    };
  },
});
