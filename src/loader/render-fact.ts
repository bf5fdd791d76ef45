import type { Errno, LoaderFact } from './loader-fact.ts';

export interface Speaker {
  /** argv[0] of the process (glibc's RTLD_PROGNAME), or the loader's own name as typed. */
  readonly name: string;
  /** Until `main` glibc prefixes its messages and knows few error texts; after it they are dlerror texts. */
  readonly phase: 'start' | 'dlopen';
}

/** The line of the real loader for a fact, without newline. Line numbers of assertions are left out: they move with every patch. */
export function renderFact(fact: LoaderFact, speaker: Speaker): string {
  switch (fact.kind) {
    case 'execve':
      return `execve: ${GLIBC_TEXT[fact.errno]}`;
    case 'musl-library':
      return `Error loading shared library ${fact.name}: ${MUSL_TEXT[fact.errno]}${fact.neededBy === undefined ? '' : ` (needed by ${fact.neededBy})`}`;
    case 'musl-symbol':
      return `Error relocating ${fact.object}: ${fact.symbol}: symbol not found`;
    case 'musl-relocation':
      return `Error relocating ${fact.object}: unsupported relocation type ${fact.type}`;
    case 'musl-initial-exec':
      return `Error relocating ${fact.object}: ${fact.symbol}: initial-exec TLS resolves to dynamic definition in ${fact.definition}`;
    case 'musl-not-dynamic':
      return `${speaker.name}: ${fact.path}: Not a valid dynamic program`;
    case 'musl-cannot-load':
      return `${speaker.name}: cannot load ${fact.path}: ${MUSL_TEXT[fact.errno]}`;
    default:
      return renderGlibc(fact, speaker);
  }
}

type GlibcFact = Extract<LoaderFact, { readonly kind: `glibc-${string}` }>;

function renderGlibc(fact: GlibcFact, speaker: Speaker): string {
  const start = speaker.phase === 'start';
  const fatal = (text: string): string => (start ? `${speaker.name}: error while loading shared libraries: ${text}` : text);
  switch (fact.kind) {
    case 'glibc-open':
      return fatal(`${fact.name}: cannot open shared object file${strerror(fact.errno, start)}`);
    case 'glibc-file':
      return fatal(`${fact.object}: ${fact.reason}${fact.errno === undefined ? '' : strerror(fact.errno, start)}`);
    case 'glibc-preload':
      return `ERROR: ld.so: object '${fact.object}' from ${fact.source} cannot be preloaded (${fact.reason}): ignored.`;
    case 'glibc-version':
      return `${start ? `${speaker.name}: ` : ''}${fact.object}: ${fact.weak ? 'weak ' : ''}version \`${fact.version}' not found (required by ${fact.requiredBy})`;
    case 'glibc-unversioned':
      return `${start ? `${speaker.name}: ` : ''}${fact.object}: no version information available (required by ${fact.requiredBy})`;
    case 'glibc-relr':
      return fatal(`${fact.object}: DT_RELR without GLIBC_ABI_DT_RELR dependency`);
    case 'glibc-assertion':
      return `Inconsistency detected by ld.so: ${fact.file}: ${fact.where}: Assertion \`${fact.assertion}' failed!`;
    case 'glibc-symbol':
      return `${start ? `${speaker.name}: symbol lookup error: ` : ''}${fact.object}: undefined symbol: ${fact.symbol}${fact.version === undefined ? '' : `, version ${fact.version}`}`;
    case 'glibc-reference':
      return `${start ? `${speaker.name}: relocation error: ` : ''}${fact.object}: symbol ${fact.symbol}${fact.comma ? ',' : ''} version ${fact.version} not defined in file ${fact.file} with link time reference`;
    case 'glibc-relocation':
      return fatal(
        `${fact.object}: unexpected ${fact.plt ? 'PLT ' : ''}reloc type 0x${fact.type.toString(16).padStart(fact.type > 0xff ? 8 : 2, '0')}`,
      );
    case 'glibc-static-tls':
      return fatal(`${fact.object}: cannot allocate memory in static TLS block`);
  }
}

/** rtld's own strerror (elf/dl-minimal.c) knows six texts and numbers the rest. */
function strerror(errno: Errno, start: boolean): string {
  if (errno === 'none') return '';
  if (start && !RTLD_KNOWS.has(errno)) return `: Error ${NUMBER[errno]}`;
  return `: ${GLIBC_TEXT[errno]}`;
}

const RTLD_KNOWS: ReadonlySet<Errno> = new Set(['ENOENT', 'EINVAL', 'EIO', 'EACCES']);

const NUMBER: Readonly<Record<Errno, number>> = {
  ENOENT: 2,
  EIO: 5,
  ENOEXEC: 8,
  EACCES: 13,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENAMETOOLONG: 36,
  ELOOP: 40,
  ELIBBAD: 80,
  none: 0,
};

export const GLIBC_TEXT: Readonly<Record<Errno, string>> = {
  ENOENT: 'No such file or directory',
  EIO: 'Input/output error',
  ENOEXEC: 'Exec format error',
  EACCES: 'Permission denied',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EINVAL: 'Invalid argument',
  ENAMETOOLONG: 'File name too long',
  ELOOP: 'Too many levels of symbolic links',
  ELIBBAD: 'Accessing a corrupted shared library',
  none: 'Success',
};

/** musl src/errno/__strerror.h. */
export const MUSL_TEXT: Readonly<Record<Errno, string>> = {
  ENOENT: 'No such file or directory',
  EIO: 'I/O error',
  ENOEXEC: 'Exec format error',
  EACCES: 'Permission denied',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EINVAL: 'Invalid argument',
  ENAMETOOLONG: 'Filename too long',
  ELOOP: 'Symbolic link loop',
  ELIBBAD: 'No error information',
  none: 'No error information',
};
