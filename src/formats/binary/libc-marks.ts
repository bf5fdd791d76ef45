import type { ElfFacts } from '../../tree/elf-facts.ts';
import type { LibcMarks } from '../../tree/libc-marks.ts';
import { definesSymbol } from './elf-defines.ts';

/** The facts that decide what a file could be; a subset of ElfFacts, so that it can be asked while those are being put together. */
export type LibcSuspect = Pick<ElfFacts, 'type' | 'entry' | 'interpreter' | 'dynamic' | 'symbols'>;

export type LibcRole = 'glibc-loader' | 'libc' | 'static-program' | null;

/** What this file could be: a loader or a C library (whose bytes then say which), a program without interpreter, or neither. */
export function libcRole(file: LibcSuspect): LibcRole {
  const soname = file.dynamic?.soname;
  if (definesSymbol(file.symbols, '_rtld_global')) return 'glibc-loader';
  if (/^(?:libc\.so(?:\.6(?:\.1)?)?$|libc\.musl-|ld-musl-)/u.test(soname ?? '') || definesSymbol(file.symbols, '__libc_start_main'))
    return 'libc';
  const alone = file.interpreter === undefined && (file.dynamic?.needed.length ?? 0) === 0 && soname === undefined;
  return alone && file.entry !== 0n && (file.type === 2 || file.type === 3) ? 'static-program' : null;
}

/** What the read-only segments of a loader or libc say of themselves (loader.md section 3). Undefined when they say nothing. */
export function readLibcMarks(role: LibcRole, blocks: readonly Uint8Array[]): LibcMarks | undefined {
  const buffers = blocks.map((block) => Buffer.from(block.buffer, block.byteOffset, block.length));
  if (buffers.some((each) => each.includes('This is the gcompat ELF interpreter stub.', 0, 'latin1'))) return { gcompatStub: true };
  if (role === 'static-program') return undefined;
  const musl = role === 'libc' ? muslMarks(buffers) : undefined;
  const glibc = glibcMarks(role, buffers);
  if (musl === undefined && glibc === undefined) return undefined;
  return { ...(musl === undefined ? {} : { musl }), ...(glibc === undefined ? {} : { glibc }) };
}

/** Texts of musl's vfprintf.c and strerror, of glibc's tunables (2.26), abort messages and start code: none is in the other library. */
const STATIC_MUSL = ['-0X+0X 0X-0x+0x 0x\0', 'No error information\0'];
const STATIC_GLIBC = ['GLIBC_TUNABLES\0', 'LIBC_FATAL_STDERR_\0', 'FATAL: kernel too old\n', '*** %s ***: terminated\n'];

export function staticLibc(blocks: readonly Uint8Array[]): 'musl' | 'glibc' | undefined {
  const has = (texts: readonly string[]): boolean =>
    blocks.some((block) => texts.some((text) => Buffer.from(block.buffer, block.byteOffset, block.length).includes(text, 0, 'latin1')));
  if (has(STATIC_GLIBC)) return 'glibc';
  return has(STATIC_MUSL) ? 'musl' : undefined;
}

function muslMarks(blocks: readonly Buffer[]): LibcMarks['musl'] | undefined {
  // `musl libc (x86_64)\nVersion %s` since 1.1.13, `musl libc\nVersion %s` before (ldso/dynlink.c).
  const banner = blocks.find((block) => /^musl libc(?: \([\w.-]{1,40}\))?\nVersion %s\n/u.test(textAfter(block, 'musl libc', 80)));
  if (banner === undefined) return undefined;
  const version = blocks.map(muslVersion).find((found) => found !== undefined);
  if (version === undefined) return undefined;
  return { version, lfs64Remap: blocks.some((block) => block.includes('aio_cancel\0aio_error\0', 0, 'latin1')) };
}

/**
 * A NUL-delimited constant: `1.2.3`, `1.2.4_git20230717` on Alpine 3.19, `1.2.5-git-12-g86373b4` from a checkout (tools/version.sh). Before 1.1.13 it
 * is an array of its own that may follow a constant without NUL.
 */
function muslVersion(block: Buffer): string | undefined {
  const text = block.toString('latin1');
  return (/(?<=\0)\d{1,3}\.\d{1,3}\.\d{1,3}(?:[_-]\w[\w.-]{0,60})?(?=\0)/u.exec(text) ??
    /(?<![\d.])1\.[012]\.\d{1,2}(?=\0)/u.exec(text))?.[0];
}

const BANNER =
  /^(?:ld\.so|GNU C Library)(?: \((?<banner>[^\n\0]{1,200}?)\))? (?:stable|development) release version (?<version>\d{1,3}(?:\.\d{1,4}){1,3})/u;

function glibcMarks(role: LibcRole, blocks: readonly Buffer[]): LibcMarks['glibc'] | undefined {
  const found = blocks
    .flatMap((block) => ['GNU C Library', 'ld.so ('].map((start) => bannerAfter(block, start)))
    .find((match) => match !== null);
  if (found === undefined && role !== 'glibc-loader') return undefined;
  const { version, banner } = found?.groups ?? {};
  const systemDirectories = role === 'glibc-loader' ? directories(blocks) : [];
  return { ...(version === undefined ? {} : { version }), ...(banner === undefined ? {} : { banner }), systemDirectories };
}

function bannerAfter(block: Buffer, start: string): RegExpExecArray | null {
  for (let at = block.indexOf(start, 0, 'latin1'); at >= 0; at = block.indexOf(start, at + 1, 'latin1')) {
    const match = BANNER.exec(block.toString('latin1', at, at + 300));
    if (match !== null) return match;
  }
  return null;
}

function textAfter(block: Buffer, start: string, length: number): string {
  const at = block.indexOf(start, 0, 'latin1');
  return at < 0 ? '' : block.toString('latin1', at, at + length);
}

/** elf/dl-load.c keeps the trusted directories as one array of NUL-terminated strings, each with its trailing slash: the longest such run. */
function directories(blocks: readonly Buffer[]): string[] {
  const runs = blocks.flatMap((block) => [...block.toString('latin1').matchAll(/(?<=\0)(?:\/(?:[\w.+@-]{1,255}\/){1,32}\0)+/gu)]);
  const lists = runs.map(([run]) => run.split('\0').slice(0, -1)).filter((list) => list.some((path) => /\/lib/u.test(path)));
  return lists.reduce<string[]>((best, list) => (list.length > best.length ? list : best), []);
}
