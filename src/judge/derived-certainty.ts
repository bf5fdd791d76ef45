import { isGlibcFamily } from '../bases/profiles/derived/derive-profile.ts';
import type { LoaderFact } from '../loader/loader-fact.ts';
import type { LoadResult } from '../loader/load-result.ts';
import type { Certainty } from '../report/report.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { JudgedArtifact } from './judged-artifact.ts';

/**
 * How sure an outcome is on a base that is known by its versions alone: `proven` where everything that decided it is the artifact's own bytes and glibc's
 * public names by version, else `likely`.
 */
export function certaintyOnDerived(
  { outcome, result, certainty }: Pick<JudgedArtifact, 'outcome' | 'result' | 'certainty'>,
  target: Rootfs,
): Certainty {
  if (certainty !== 'proven' || result === null) return certainty === 'proven' ? 'likely' : certainty;
  switch (outcome) {
    case 'runs':
      return onlyGlibc(result, target) ? 'proven' : 'likely';
    case 'missing-version':
      return result.facts.every(namesGlibcVersion) ? 'proven' : 'likely';
    case 'missing-symbol':
      return onlyGlibc(result, target) && result.facts.every(namesPublicSymbol) ? 'proven' : 'likely';
    case 'bad-file':
      return result.facts.some((fact) => fact.kind === 'execve' && fact.because === 'file') ? 'proven' : 'likely';
    default:
      return 'likely';
  }
}

/** Nothing of the base was loaded but glibc's own files; what the base does not have came with the software. */
function onlyGlibc({ objects }: LoadResult, target: Rootfs): boolean {
  return objects.every(({ path }) => isGlibcFamily(path) || !target.tree.lookup(path).ok);
}

/** `GLIBC_2.34`: marks of what a loader can do (`GLIBC_ABI_DT_RELR`) and the loader's own nodes (rseq) are backported, private names are in no ABI list. */
function namesGlibcVersion(fact: LoaderFact): boolean {
  return (
    fact.kind !== 'glibc-version' || (isGlibcFamily(fact.object) && !/\/ld-linux/.test(fact.object) && /^GLIBC_2\.\d/.test(fact.version))
  );
}

function namesPublicSymbol(fact: LoaderFact): boolean {
  return (fact.kind !== 'glibc-symbol' && fact.kind !== 'glibc-reference') || /^GLIBC_2\.\d/.test(fact.version ?? '');
}
