import { libcOfLoaderName } from '../../distro/libc/interpreter-family.ts';
import type { LoaderFact } from '../../loader/loader-fact.ts';
import type { Recognised, RecognisedStart } from '../../loader/recognise/recognised.ts';
import { symbolCategory } from '../../loader/symbol-category.ts';
import type { RankedCause } from '../cause.ts';

export type LoaderCause =
  | 'built-for-other-libc'
  | 'library-not-installed'
  | 'library-unusable'
  | 'not-permitted'
  | 'symbol-of-glibc'
  | 'symbol-of-host'
  | 'symbol-of-newer-library'
  | 'glibc-too-old'
  | 'libstdcxx-too-old'
  | 'library-too-old'
  | 'other-machine'
  | 'other-word-size'
  | 'linker-script'
  | 'damaged-file'
  | 'a-program'
  | 'executable-stack'
  | 'static-tls'
  | 'packed-relocations'
  | 'ifunc'
  | 'preload-missing'
  | 'only-a-warning'
  | 'static-program'
  | 'unversioned-library'
  | 'interpreter-missing'
  | 'program-missing'
  | 'carriage-return'
  | 'no-execute-bit'
  | 'no-shebang';

/** The causes that fit, best first: never empty. */
export function loaderCauses(fact: Recognised): readonly RankedCause<LoaderCause>[] {
  return fact.kind === 'start' ? startCauses(fact) : loadCauses(fact.fact, fact.family);
}

type Causes = readonly RankedCause<LoaderCause>[];

function strong(...ids: readonly LoaderCause[]): Causes {
  return ids.map((id) => ({ id, fit: 'strong' }));
}

function fits(...ids: readonly LoaderCause[]): Causes {
  return ids.map((id) => ({ id, fit: 'fits' }));
}

function loadCauses(fact: LoaderFact, family: 'musl' | 'glibc'): Causes {
  switch (fact.kind) {
    case 'musl-library':
    case 'glibc-open':
      return libraryCauses(fact.name, fact.errno, family);
    case 'musl-cannot-load':
      return fact.errno === 'ENOEXEC' ? strong('linker-script', 'other-machine') : strong('library-not-installed');
    case 'musl-symbol':
      return symbolCauses(fact.symbol, false);
    case 'glibc-symbol':
    case 'glibc-reference':
      return symbolCauses(fact.symbol, fact.version !== undefined);
    case 'glibc-version':
      return versionCauses(fact.version);
    case 'musl-relocation':
      return fact.type >= 1024 ? strong('other-machine') : strong('ifunc');
    case 'glibc-relocation':
      return strong('other-machine');
    case 'musl-initial-exec':
    case 'glibc-static-tls':
      return strong('static-tls');
    case 'glibc-file':
      return fileCauses(fact.reason);
    case 'glibc-preload':
      return strong('preload-missing');
    case 'glibc-unversioned':
      return [...strong('only-a-warning'), ...fits('library-too-old')];
    case 'glibc-relr':
      return strong('packed-relocations');
    case 'glibc-assertion':
      return strong('unversioned-library');
    case 'musl-not-dynamic':
      return strong('static-program');
    case 'execve':
      return strong('interpreter-missing');
  }
}

function libraryCauses(name: string, errno: string, family: 'musl' | 'glibc'): Causes {
  const builtFor = libcOfLoaderName(name.split('/').at(-1) ?? name) ?? glibcOwn(name);
  if (builtFor !== null && builtFor !== family) return [...strong('built-for-other-libc'), ...fits('library-not-installed')];
  if (errno === 'EACCES') return strong('not-permitted');
  if (errno === 'ENOENT' || errno === 'none')
    return [...strong('library-not-installed'), ...(errno === 'none' ? fits('library-unusable') : [])];
  return [...strong('library-unusable'), ...fits('linker-script', 'other-machine')];
}

/** Parts of glibc that musl has inside itself. */
function glibcOwn(name: string): 'glibc' | null {
  return /^(?:ld-linux|libc\.so\.6|libm\.so\.6|libdl\.so\.2|libpthread\.so\.0|librt\.so\.1|libresolv\.so\.2|libutil\.so\.1|libcrypt\.so\.1|libmvec\.so\.1|libnsl\.so\.1|libanl\.so\.1)/.test(
    name,
  )
    ? 'glibc'
    : null;
}

function symbolCauses(symbol: string, versioned: boolean): Causes {
  switch (symbolCategory(symbol)) {
    case 'host':
      return [...strong('symbol-of-host'), ...fits('symbol-of-newer-library')];
    case 'other':
      return versioned ? strong('library-too-old', 'symbol-of-newer-library') : strong('symbol-of-newer-library');
    case 'isoc23':
      return [...strong('symbol-of-glibc'), ...fits('glibc-too-old')];
    default:
      return [...strong('symbol-of-glibc'), ...fits('symbol-of-newer-library')];
  }
}

function versionCauses(version: string): Causes {
  if (version.startsWith('GLIBC_')) return strong('glibc-too-old');
  if (/^(?:GLIBCXX|CXXABI)_/.test(version)) return strong('libstdcxx-too-old');
  return strong('library-too-old');
}

function fileCauses(reason: string): Causes {
  if (/wrong ELF class/.test(reason)) return strong('other-word-size');
  if (/invalid ELF header/.test(reason)) return strong('linker-script', 'damaged-file');
  if (/too short|read file data/.test(reason)) return strong('damaged-file');
  if (/executable stack/.test(reason)) return strong('executable-stack');
  if (/cannot dynamically load/.test(reason)) return strong('a-program');
  if (/OS ABI|ABI version/.test(reason)) return [...strong('library-unusable'), ...fits('glibc-too-old')];
  if (/endian|ET_DYN/.test(reason)) return strong('other-machine');
  return strong('library-unusable');
}

function startCauses(fact: RecognisedStart): Causes {
  if (fact.errno === 'EACCES') return strong('no-execute-bit');
  if (fact.errno === 'ENOEXEC') return [...strong('other-machine'), ...fits('no-shebang')];
  if (fact.by === 'emulator') return [...strong('other-machine'), ...fits('interpreter-missing')];
  if (fact.missing === 'file') return strong('program-missing');
  // Shells show the carriage return as two characters, or not at all.
  const carriage =
    (fact.interpreter ?? '').endsWith('\r') || /\r|\\r|\^M|\\x0d|\$'\S*\\r'/.test(fact.program + fact.line)
      ? strong('carriage-return')
      : [];
  if (fact.missing === 'interpreter')
    return [...carriage, ...strong('interpreter-missing'), ...(carriage.length > 0 ? [] : fits('carriage-return'))];
  // A bare word is looked for on PATH: then it is most likely not installed.
  if (carriage.length > 0) return [...carriage, ...fits('program-missing')];
  const bare = fact.program !== '' && !fact.program.includes('/');
  return bare
    ? [...strong('program-missing'), ...fits('interpreter-missing')]
    : [...strong('interpreter-missing'), ...fits('program-missing', 'carriage-return')];
}
