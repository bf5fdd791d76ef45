import type { Errno, LoaderFact } from '../loader-fact.ts';
import { GLIBC_TEXT, MUSL_TEXT } from '../render-fact.ts';
import type { RecognisedLoad } from './recognised.ts';

type Load = Omit<RecognisedLoad, 'kind' | 'wrapper'>;

/** The fact that a line of a loader states, wherever in the text it begins; null when it is none of a loader's. */
export function recogniseLoaderLine(text: string): Load | null {
  if (!KEY.test(text)) return null;
  return musl(text) ?? glibcStart(text) ?? glibcError(text, 'dlopen', undefined);
}

/** Words that every message has; almost every line of a log has none, and the patterns below would go over it many times. */
const KEY =
  /Error (?:loading|relocating) |Not a valid dynamic|cannot load |error while loading|lookup error|relocation error|not found \(required|no version information|cannot be preloaded|Inconsistency detected|shared object|invalid ELF|too short|wrong ELF|ELF file|ELF load|can be loaded|dynamically load|object file has|read file data|executable stack|DT_RELR|static TLS|undefined symbol|link time reference|reloc type|token substitution/;

const MUSL_LIBRARY = new RegExp(
  `Error loading shared library (.+?): (${alternatives(MUSL_TEXT)})(?: \\(needed by (.+?)\\))?(?=$|\\s*[)'"]*\\s*$)`,
);

function musl(text: string): Load | null {
  const library = MUSL_LIBRARY.exec(text);
  if (library !== null) {
    const [line, name = '', error = '', neededBy] = library;
    const errno = errnoOf(MUSL_TEXT, error);
    return muslLoad(
      line,
      { kind: 'musl-library', name, errno, ...(neededBy === undefined ? {} : { neededBy }) },
      neededBy === undefined ? 'dlopen' : 'start',
    );
  }
  const tls = /Error relocating (.+?): (\S*): initial-exec TLS resolves to dynamic definition in (.+?)\s*$/.exec(text);
  if (tls !== null)
    return muslLoad(tls[0], { kind: 'musl-initial-exec', object: tls[1] ?? '', symbol: tls[2] ?? '', definition: tls[3] ?? '' }, 'dlopen');
  const symbol = /Error relocating (.+?): (\S+): symbol not found/.exec(text);
  if (symbol !== null) return muslLoad(symbol[0], { kind: 'musl-symbol', object: symbol[1] ?? '', symbol: symbol[2] ?? '' }, 'start');
  const relocation = /Error relocating (.+?): unsupported relocation type (\d+)/.exec(text);
  if (relocation !== null)
    return muslLoad(relocation[0], { kind: 'musl-relocation', object: relocation[1] ?? '', type: Number(relocation[2]) }, 'start');
  const command = /^(\S*(?:ld-musl|ldd|libc\.so)\S*): (?:(.+): Not a valid dynamic program|cannot load (.+): (.+))$/.exec(text.trim());
  if (command === null) return null;
  const [line, program = '', path, missing, error = ''] = command;
  const fact: LoaderFact =
    path === undefined
      ? { kind: 'musl-cannot-load', path: missing ?? '', errno: errnoOf(MUSL_TEXT, error) }
      : { kind: 'musl-not-dynamic', path };
  return { ...muslLoad(line, fact, 'start'), program };
}

function muslLoad(line: string, fact: LoaderFact, phase: Load['phase']): Load {
  return { family: 'musl', fact, phase, line };
}

/** What glibc's loader prints before main: argv[0], an occasion, the error. */
function glibcStart(text: string): Load | null {
  const fatal = /(?:^|(?<=\s))(\S.*?): (error while loading shared libraries|symbol lookup error|relocation error): (.+)$/.exec(text);
  if (fatal !== null) {
    const inner = glibcError(fatal[3] ?? '', 'start', fatal[1]);
    if (inner !== null) return { ...inner, line: fatal[0] };
  }
  const version = /^(\S.*?): (\S.*?): (weak )?version [`'‘]([^'’]+)['’] not found \(required by (.+)\)$/.exec(text.trim());
  if (version !== null) {
    const [line, program = '', object = '', weak, name = '', requiredBy = ''] = version;
    return glibcLoad(line, { kind: 'glibc-version', object, version: name, requiredBy, weak: weak !== undefined }, 'start', program);
  }
  const unversioned = /^(\S.*?): (\S.*?): no version information available \(required by (.+)\)$/.exec(text.trim());
  if (unversioned !== null)
    return glibcLoad(
      unversioned[0],
      { kind: 'glibc-unversioned', object: unversioned[2] ?? '', requiredBy: unversioned[3] ?? '' },
      'start',
      unversioned[1],
    );
  const preload = /ERROR: ld\.so: object '(.+)' from (.+?) cannot be preloaded \((.+)\): ignored\./.exec(text);
  if (preload !== null)
    return glibcLoad(
      preload[0],
      { kind: 'glibc-preload', object: preload[1] ?? '', source: preload[2] ?? '', reason: preload[3] ?? '' },
      'start',
      undefined,
    );
  const assertion = /Inconsistency detected by ld\.so: (\S+?): (?:\d+: )?(\w+): Assertion [`'](.+)' failed!/.exec(text);
  return assertion === null
    ? null
    : glibcLoad(
        assertion[0],
        { kind: 'glibc-assertion', file: assertion[1] ?? '', where: assertion[2] ?? '', assertion: assertion[3] ?? '' },
        'start',
        undefined,
      );
}

/** `OBJECT: MESSAGE[: strerror]`, the text of dlerror. */
function glibcError(text: string, phase: Load['phase'], program: string | undefined): Load | null {
  const trimmed = text.trim();
  for (const [pattern, read] of GLIBC_ERRORS) {
    const match = pattern.exec(trimmed);
    if (match !== null) return glibcLoad(match[0], read(match.slice(1).map((each) => each ?? '')), phase, program);
  }
  return null;
}

const REASONS = [
  'invalid ELF header',
  'file too short',
  'wrong ELF class: ELFCLASS(?:32|64)',
  'ELF file OS ABI invalid',
  'ELF file ABI version invalid',
  'ELF file data encoding not (?:little|big)-endian',
  'only ET_DYN and ET_EXEC can be loaded',
  'cannot dynamically load (?:executable|position-independent executable)',
  'object file has no (?:dynamic section|loadable segments)',
  'shared object cannot be dlopen\\(\\)ed',
  'ELF load command [\\w/ -]+? (?:page-aligned|properly aligned)',
  'empty dynamic string token substitution',
];

type Read = (parts: readonly string[]) => LoaderFact;

/** In the order in which they are tried: the longer forms first. The object is what stands before, without a blank inside, or a whole path. */
const GLIBC_ERRORS: readonly (readonly [RegExp, Read])[] = [
  [
    /((?:\/|\S)[^:]*?): cannot open shared object file(?:: (.+?))?$/,
    ([name = '', error = '']) => ({ kind: 'glibc-open', name, errno: errnoOf(GLIBC_TEXT, error) }),
  ],
  [
    /((?:\/|\S)[^:]*?): cannot read file data: (.+)$/,
    ([object = '', error = '']) => ({ kind: 'glibc-file', object, reason: 'cannot read file data', errno: errnoOf(GLIBC_TEXT, error) }),
  ],
  [
    /((?:\/|\S)[^:]*?): cannot enable executable stack as shared object requires: (.+)$/,
    ([object = '', error = '']) => ({
      kind: 'glibc-file',
      object,
      reason: 'cannot enable executable stack as shared object requires',
      errno: errnoOf(GLIBC_TEXT, error),
    }),
  ],
  [new RegExp(`((?:/|\\S)[^:]*?): (${REASONS.join('|')})$`), ([object = '', reason = '']) => ({ kind: 'glibc-file', object, reason })],
  [
    /((?:\/|\S)[^:]*?): (weak )?version [`'‘]([^'’]+)['’] not found \(required by (.+)\)$/,
    ([object = '', weak = '', version = '', requiredBy = '']) => ({
      kind: 'glibc-version',
      object,
      version,
      requiredBy,
      weak: weak !== '',
    }),
  ],
  [/((?:\/|\S)[^:]*?): DT_RELR without GLIBC_ABI_DT_RELR dependency$/, ([object = '']) => ({ kind: 'glibc-relr', object })],
  [/((?:\/|\S)[^:]*?): cannot allocate memory in static TLS block$/, ([object = '']) => ({ kind: 'glibc-static-tls', object })],
  [
    /((?:\/|\S)[^:]*?): undefined symbol: (\S+?)(?:, version (\S+))?$/,
    ([object = '', symbol = '', version = '']) => ({ kind: 'glibc-symbol', object, symbol, ...(version === '' ? {} : { version }) }),
  ],
  [
    /((?:\/|\S)[^:]*?): symbol (\S+?)(,?) version (\S+) not defined in file (.+) with link time reference$/,
    ([object = '', symbol = '', comma = '', version = '', file = '']) => ({
      kind: 'glibc-reference',
      object,
      symbol,
      version,
      file,
      comma: comma !== '',
    }),
  ],
  [
    /((?:\/|\S)[^:]*?): unexpected (PLT )?reloc type 0x([0-9a-f]+)$/,
    ([object = '', plt = '', type = '']) => ({ kind: 'glibc-relocation', object, type: Number.parseInt(type, 16), plt: plt !== '' }),
  ],
];

function glibcLoad(line: string, fact: LoaderFact, phase: Load['phase'], program: string | undefined): Load {
  return { family: 'glibc', fact, phase, line, ...(program === undefined ? {} : { program }) };
}

/** `Error 21` is how the loader's own strerror numbers what it has no words for. */
function errnoOf(texts: Readonly<Record<Errno, string>>, text: string): Errno {
  const numbered = NUMBERED[/^Error (\d+)/.exec(text)?.[1] ?? ''];
  const named = ERRNOS.find((errno) => texts[errno] === text.trim());
  return numbered ?? named ?? 'none';
}

/** What two errnos share is the error that is none. */
const ERRNOS: readonly Errno[] = [
  'none',
  'ENOENT',
  'EACCES',
  'ENOTDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'EISDIR',
  'ENOEXEC',
  'EINVAL',
  'EIO',
  'ELIBBAD',
];

const NUMBERED: Readonly<Record<string, Errno>> = { 8: 'ENOEXEC', 20: 'ENOTDIR', 21: 'EISDIR', 36: 'ENAMETOOLONG', 40: 'ELOOP' };

function alternatives(texts: Readonly<Record<string, string>>): string {
  return [...new Set(Object.values(texts))].join('|');
}
