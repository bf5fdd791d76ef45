import { hostMismatch } from '../loader/plugins/host-symbols.ts';
import type { LoaderFact } from '../loader/loader-fact.ts';
import type { LoadResult } from '../loader/load-result.ts';
import { outcomeOf } from '../loader/outcome.ts';

/** One sentence on why the outcome is what it is, and what a user would take it for; null when there is nothing to add to `runs`. */
export function explainLoad(result: LoadResult): string | null {
  if (result.why !== undefined) return result.why;
  if (result.outcome === 'runs') return explainRisks(result);
  const fact = result.facts.find((each) => outcomeOf(each) === result.outcome);
  if (fact === undefined) return null;
  const mismatch = result.outcome === 'missing-symbol' ? hostMismatch(result.facts) : null;
  if (mismatch !== null)
    return `${mismatch.symbols[0]} belongs to the interface of its host (${mismatch.host}): the file was built for another version of it, or the host is not the one that opens it`;
  return explainFact(fact, result);
}

function explainFact(fact: LoaderFact, result: LoadResult): string | null {
  switch (fact.kind) {
    case 'execve':
      return explainRefusal(fact);
    case 'musl-library':
      return fact.neededBy === undefined
        ? 'the file itself could not be opened'
        : `${fact.neededBy} needs ${fact.name}, which no place on its search path has${fact.errno === 'ENOENT' ? '' : ' in a usable form'}`;
    case 'glibc-open':
      return `${fact.name} is on no search path of who needs it; what follows it was not looked at, for glibc stops at the first`;
    case 'musl-symbol':
      return `no loaded object defines ${fact.symbol}; ${result.loader} looks at names only, not at versions, and does so for every reference before the start`;
    case 'glibc-symbol':
      return `no loaded object defines ${fact.symbol}${fact.version === undefined ? '' : ` at version ${fact.version}`}`;
    case 'glibc-version':
      return `${fact.object} is older than the one that ${fact.requiredBy} was linked with: it lacks ${fact.version}`;
    case 'glibc-assertion':
      return 'a library that should have symbol versions has none; glibc before 2.41 aborts when it meets it';
    case 'glibc-relr':
      return `${fact.object} packs its relocations without requiring a loader that knows them`;
    case 'musl-relocation':
      return explainRelocation(fact.object, fact.type);
    case 'glibc-relocation':
      return `${fact.object} has a relocation that this loader does not know`;
    case 'musl-initial-exec':
    case 'glibc-static-tls':
      return `${fact.object} wants thread-local storage at a fixed place, which is only to be had when it is there from the start (preloaded or linked)`;
    case 'glibc-file':
      return `${fact.object} was found and cannot be loaded; the search does not go on past such a file`;
    case 'musl-not-dynamic':
      return 'a static program: no loader is involved when it runs';
    default:
      return null;
  }
}

function explainRefusal(fact: Extract<LoaderFact, { readonly kind: 'execve' }>): string {
  const { interpreter, errno, because } = fact;
  if (because === 'file' || interpreter === undefined) {
    if (errno === 'EACCES') return 'it is no file with an execute bit for this user';
    if (errno === 'ENOEXEC') return 'the kernel knows no way to run this file (a shell may still take it for a script)';
    return 'there is no such file';
  }
  if (errno !== 'ENOENT') return `its interpreter ${interpreter} cannot be started`;
  const carriage = interpreter.endsWith('\r') ? ' (the line ends in a carriage return, which is part of the name)' : '';
  return `its interpreter ${JSON.stringify(interpreter).slice(1, -1)} does not exist${carriage}; shells and runtimes report this like a missing program: "not found", "no such file or directory"`;
}

function explainRelocation(object: string, type: number): string {
  const foreign = type >= 1024;
  const what = foreign ? 'was built for another machine' : 'chooses functions at load time (IFUNC)';
  return `${object} ${what}: musl knows no relocation of type ${type}`;
}

function explainRisks({ risks }: LoadResult): string | null {
  const [risk] = risks;
  switch (risk?.kind) {
    case 'postponed-symbol':
      return `it loads; ${risk.symbol}, which ${risk.object} wants, is nowhere, so the first call of it ends the process`;
    case 'relr-not-applied':
      return `it loads; this loader leaves the packed relocations of ${risk.object} undone, so its pointers are wrong and it will crash without a message`;
    case 'foreign-code':
      return `it loads; the code of ${risk.object} is for another machine and crashes when it runs`;
    case 'initial-exec-unchecked':
      return `it loads; this loader gives ${risk.object} the wrong thread-local memory without a message`;
    default:
      return null;
  }
}
