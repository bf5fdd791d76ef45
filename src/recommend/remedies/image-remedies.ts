import { nativePackage, nativePackagesDate } from '../../bases/native-packages.ts';
import { applicationOf } from '../../judge/application.ts';
import type { Software } from '../../judge/software.ts';
import type { Remedy } from '../../report/recommendation.ts';
import type { BaseSummary, Finding } from '../../report/report.ts';
import { nodeRemedies } from './node-remedies.ts';
import { cgoNeeds } from '../static-build.ts';
import type { RemedyFinder } from '../blockers.ts';

/** Ways out that the subject's own metadata and the shipped tables know, for the finding's places. */
export function imageRemedies(software: Software): RemedyFinder {
  const { installed } = applicationOf(software);
  return (finding, { base }) => {
    const paths = placesOf(finding);
    const go = installed.go.filter(({ path }) => paths.includes(path));
    const wheels = installed.python.filter(({ natives }) => (natives ?? []).some((path) => paths.includes(path)));
    const family = base?.libc?.family ?? null;
    return [
      ...go.flatMap(({ path }) => goRemedies(software, path, family)),
      ...wheels.flatMap(({ name, version }) => [...newerRelease(software, name, version, base), ...wheelRemedies(name, version, family)]),
      ...nodeRemedies(software, finding, paths, base),
      ...(family === 'musl' && finding.rule === 'missing-interpreter' && go.length === 0 ? [rebuildOnMusl(paths)] : []),
    ];
  };
}

function placesOf({ where }: Finding): readonly string[] {
  return where.flatMap((place) => ('path' in place ? [place.path] : []));
}

function goRemedies(software: Software, path: string, family: string | null): readonly Remedy[] {
  const needs = cgoNeeds(software, path);
  if (needs.length === 0)
    return [{ kind: 'flag', what: `CGO_ENABLED=0 go build: ${path} has no module that needs cgo, and a static program asks no base for anything`, certainty: 'likely', source: 'its build information' }]; // prettier-ignore
  return needs.map(({ module, ask }) => ({
    kind: 'flag',
    what: `${module} needs cgo${family === null ? '' : ` on ${family}`}: ${ask}`,
    certainty: 'likely',
    source: 'its build information',
  }));
}

/** The index was asked: a later release with a build for this base is the cheapest way out. */
function newerRelease(software: Software, name: string, version: string | null, base: BaseSummary | null): readonly Remedy[] {
  const { wheels } = software;
  const libc = base?.libc ?? null;
  const machine = applicationOf(software).artifacts.find(({ elf }) => elf !== null)?.elf?.machine ?? null;
  if (wheels === undefined || libc === null || version === null || machine === null) return [];
  const found = wheels.newer({ name, version }, { family: libc.family, version: libc.version, machine });
  return found === null
    ? []
    : [
        {
          kind: 'version',
          what: `${name} ${found.version} instead of ${version}: ${found.file}`,
          certainty: 'likely',
          source: 'the index',
        },
      ];
}

/** What the table of native packages says of the current release; the exact file is in the index. */
function wheelRemedies(name: string, version: string | null, family: string | null): readonly Remedy[] {
  const known = nativePackage('pip', name);
  if ((family !== 'musl' && family !== 'glibc') || known === undefined) return [];
  const verdict = known[family];
  const source = `table of native packages, ${nativePackagesDate}`;
  const spelled = `${name}${version === null ? '' : ` (installed: ${version})`}`;
  if (verdict === 'prebuilt') return [{ kind: 'version', what: `the current release of ${spelled} has a wheel for ${family}${known.note === undefined ? '' : ` (${known.note})`}; --online asks the index for this one`, certainty: 'possible', source }]; // prettier-ignore
  if (family === 'glibc') return [];
  const needs = known.needs === undefined ? '' : ` with ${known.needs.join(' ')}`;
  return [{ kind: 'package', what: `${spelled} ${verdict === 'fails' ? 'has neither a wheel for musl nor a source that compiles there' : `is compiled on musl${needs}`}`, certainty: 'possible', source }]; // prettier-ignore
}

function rebuildOnMusl(paths: readonly string[]): Remedy {
  return {
    kind: 'alternative',
    what: `build ${paths.slice(0, 2).join(' and ')} on this base, or take a release of it that is built for musl or static`,
    certainty: 'possible',
    source: 'its interpreter names the other C library',
  };
}
