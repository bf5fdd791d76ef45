import type { SelectedPackage } from '../../ecosystems/lockfiles/selected-package.ts';
import { builtFor } from '../../ecosystems/selection/built-for.ts';
import type { OpenResult } from './open-files.ts';

type Judged = Pick<SelectedPackage, 'verdict' | 'certainty' | 'why' | 'native'>;

/**
 * What the loader's answers make of a package. A file for the other C library that loads all the same stays `foreign`, and is said to load; a library that the base
 * lacks and that is no part of a C library is the base's matter: the artifact was the right one, and the base has to bring it. `rebuilds`: its install script tries the
 * file and compiles another where it does not load (node-gyp-build).
 */
export function readOutcome(
  before: SelectedPackage,
  results: readonly OpenResult[],
  libc: 'musl' | 'glibc',
  base: string,
  rebuilds: boolean,
): Partial<Judged> {
  if (results.some(({ result }) => result.outcome === 'unknown')) return {};
  const decided = withoutOrdered(results);
  if (decided.length === 0) return {};
  const failed = decided.filter(({ result }) => result.outcome !== 'runs' || crashes(result) !== undefined);
  const other = decided.find(({ file }) => isForOther(file.elf, libc));
  const sure = (of: readonly OpenResult[]): Judged['certainty'] =>
    of.every(({ certainty }) => certainty === 'proven') ? 'proven' : 'likely';
  const [first] = failed;
  if (first === undefined) {
    const file = decided[0]?.file.member ?? '';
    const postponed = other === undefined ? [] : decided.flatMap(({ result }) => result.risks.flatMap(postponedSymbol));
    const why = {
      kind: 'loads',
      file: other?.file.member ?? file,
      files: decided.length,
      base,
      foreign: other !== undefined,
      postponed: [...new Set(postponed)],
    } as const;
    return { verdict: other === undefined ? 'prebuilt' : 'foreign', certainty: sure(decided), why, native: true };
  }
  const lacking = [...new Set(failed.flatMap(({ result }) => lackingLibraries(result.facts)))];
  if (other === undefined && failed.every(lacksOnlyLibraries)) {
    return {
      verdict: before.verdict === 'unknown' || before.verdict === 'fails' ? 'prebuilt' : before.verdict,
      certainty: 'likely',
      why: { kind: 'needs-library', file: first.file.member, libraries: lacking, base },
      native: true,
    };
  }
  const why = {
    kind: 'load-fails',
    file: first.file.member,
    message: first.result.messages[0] ?? crashes(first.result) ?? first.result.outcome,
    base,
    failed: failed.length,
    files: decided.length,
  } as const;
  if (rebuilds) {
    const needs = `a C++ compiler, make and python3 (node-gyp), since ${why.file} does not load on ${base}: ${why.message}`;
    return { verdict: 'compiles', certainty: 'likely', why: { kind: 'native-source', needs }, native: true };
  }
  return { verdict: isForOther(first.file.elf, libc) ? 'foreign' : 'fails', certainty: sure([first]), why, native: true };
}

/** Libraries open their natives one after the other: one that lacks only what another of them is (onnxruntime4j_jni and onnxruntime) finds it loaded already. */
function withoutOrdered(results: readonly OpenResult[]): readonly OpenResult[] {
  const brought = new Set(results.map(({ file }) => file.elf.dynamic?.soname));
  return results.filter(({ result }) => {
    const lacking = lackingLibraries(result.facts);
    return result.outcome !== 'missing-library' || lacking.length === 0 || !lacking.every((name) => brought.has(name));
  });
}

/** What loads and surely breaks (rule silent-crash). */
function crashes({ risks }: OpenResult['result']): string | undefined {
  if (risks.some(({ kind }) => kind === 'relr-not-applied')) return 'its relative relocations are not applied there (DT_RELR)';
  return risks.some(({ kind }) => kind === 'foreign-code') ? 'it is built for another machine, which is not noticed there' : undefined;
}

function postponedSymbol(risk: OpenResult['result']['risks'][number]): readonly string[] {
  return risk.kind === 'postponed-symbol' ? [risk.symbol] : [];
}

function isForOther(elf: OpenResult['file']['elf'], libc: 'musl' | 'glibc'): boolean {
  const family = builtFor(elf);
  return family !== null && family !== libc;
}

function lacksOnlyLibraries({ result }: OpenResult): boolean {
  return (
    result.outcome === 'missing-library' &&
    result.facts.every((fact) => fact.kind === 'musl-library' || fact.kind === 'glibc-open') &&
    lackingLibraries(result.facts).every((name) => !partOfLibc.test(name))
  );
}

function lackingLibraries(facts: OpenResult['result']['facts']): readonly string[] {
  return facts.flatMap((fact) => (fact.kind === 'musl-library' || fact.kind === 'glibc-open' ? [fact.name] : []));
}

const partOfLibc =
  /^(?:ld-linux|ld64|ld-musl|libc\.|libm\.|libpthread\.|libdl\.|librt\.|libutil\.|libanl\.|libresolv\.|libnsl\.|libmvec\.|libthread_db\.)/;
