import { nativePackage, nativePackagesDate } from '../../bases/native-packages.ts';
import { applicationOf } from '../../judge/application.ts';
import type { Software } from '../../judge/software.ts';
import type { Remedy } from '../../report/recommendation.ts';
import type { BaseSummary, Finding } from '../../report/report.ts';

/** A release of the npm package that has a build for this base: by the registry where it was asked, else by the table of native packages. */
export function nodeRemedies(software: Software, { rule }: Finding, paths: readonly string[], base: BaseSummary | null): readonly Remedy[] {
  const family = base?.libc?.family;
  // What is not installed here though it exists is the package manager's to install: the rule says so.
  if ((family !== 'musl' && family !== 'glibc') || rule === 'missing-build') return [];
  const { installed, artifacts } = applicationOf(software);
  const arch = arches[artifacts.find(({ elf }) => elf !== null)?.elf?.machine ?? 0];
  const owners = installed.node.filter(({ path }) => paths.some((each) => each.startsWith(`${path}/`)));
  const choosing = installed.node.filter(({ optionalDependencies }) => owners.some(({ name }) => optionalDependencies.includes(name)));
  const found = new Map<string, Remedy>();
  for (const { name, version } of choosing.length > 0 ? choosing : owners) {
    const newer = version === null || arch === undefined ? null : (software.npm?.newer({ name, version }, { family, arch }) ?? null);
    if (newer !== null) {
      const what = `${name} ${newer.version} instead of ${version ?? '?'}: ${newer.build}`;
      found.set(name, { kind: 'version', what, certainty: 'likely', source: "npm's registry" });
    } else if (software.npm === undefined) for (const remedy of byTable(name, version, family)) found.set(name, remedy);
  }
  return [...found.values()];
}

/** What the table says of the current release. */
function byTable(name: string, version: string | null, family: 'musl' | 'glibc'): readonly Remedy[] {
  const known = nativePackage('npm', name);
  if (known?.[family] !== 'prebuilt') return [];
  const what = `the current release of ${name}${version === null ? '' : ` (installed: ${version})`} has a build for ${family}; --online asks npm which is the first`;
  return [{ kind: 'version', what, certainty: 'possible', source: `table of native packages, ${nativePackagesDate}` }];
}

/** Node's words by e_machine. */
const arches: Readonly<Record<number, string | undefined>> = {
  3: 'ia32',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
  243: 'riscv64',
};
