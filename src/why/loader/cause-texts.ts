import type { Recognised } from '../../loader/recognise/recognised.ts';
import { symbolCategory } from '../../loader/symbol-category.ts';
import { categoryWords } from '../../loader/symbol-category.ts';
import type { CauseText } from '../cause.ts';
import { packagesOf } from './library-packages.ts';
import type { LoaderCause } from './loader-causes.ts';

/** A cause in words, with what the line names put into it. */
export function loaderCauseText(id: LoaderCause, fact: Recognised): CauseText {
  const about = subjectOf(fact);
  const fill = (text: string): string =>
    text
      .replaceAll('{it}', about.it)
      .replaceAll('{by}', about.by)
      .replaceAll('{packages}', about.packages)
      .replaceAll('{kind}', about.kind);
  const { what, tell, fix } = TEXTS[id];
  return { what: fill(what), tell: tell.map(fill), fix: fill(fix) };
}

interface About {
  /** The library, symbol, version or program that is missing. */
  readonly it: string;
  /** Who wants it. */
  readonly by: string;
  readonly packages: string;
  readonly kind: string;
}

function subjectOf(fact: Recognised): About {
  if (fact.kind === 'start')
    return { it: fact.program === '' ? 'the program' : fact.program, by: 'the program', packages: 'the package that has it', kind: '' };
  const { fact: load } = fact;
  const it =
    'symbol' in load && load.symbol !== ''
      ? load.symbol
      : 'name' in load
        ? load.name
        : 'version' in load
          ? load.version
          : 'object' in load
            ? load.object
            : 'path' in load
              ? load.path
              : 'it';
  const by =
    'neededBy' in load && load.neededBy !== undefined
      ? load.neededBy
      : 'requiredBy' in load
        ? load.requiredBy
        : 'object' in load
          ? load.object
          : (fact.program ?? 'the program');
  return {
    it,
    by,
    packages: packagesOf(it) ?? `the package that has ${it}`,
    kind: 'symbol' in load ? categoryWords[symbolCategory(load.symbol)] : '',
  };
}

const judged = 'basewise check IMAGE';
const loaded = 'basewise ldd --in IMAGE {by}';

const TEXTS: Readonly<Record<LoaderCause, CauseText>> = {
  'built-for-other-libc': {
    what: '{it} is a part of the other C library: {by} was built for it, and this base has the other one. musl programs need /lib/ld-musl-*, glibc programs ld-linux-* and libc.so.6.',
    tell: [loaded, `${judged} --on debian:13-slim --on alpine:3.23`],
    fix: 'take the build for this libc (musllinux or musl instead of manylinux, gnu or linux), or a base with the libc it was built for',
  },
  'library-not-installed': {
    what: '{it} is on none of the directories that the loader searches for {by}.',
    tell: [loaded, 'find / -name "{it}*"   # there, in a directory that is not searched?'],
    fix: 'install {packages}; where the file is there, add its directory (rpath, ld.so.conf, LD_LIBRARY_PATH)',
  },
  'library-unusable': {
    what: '{it} was found, and is no library that this loader can map: for another machine or system, cut short, or a directory. The search does not go on past it.',
    tell: [loaded, 'file {it}; readelf -h {it}'],
    fix: 'replace the file, or take the directory that holds it out of the search path',
  },
  'not-permitted': {
    what: 'The file is there and this user may not read it, or a directory on the way may not be searched.',
    tell: ['namei -l {it}', 'id'],
    fix: 'give the user read rights (COPY --chmod, --chown), or run as the user that has them',
  },
  'symbol-of-glibc': {
    what: '{it} belongs to {kind}: {by} was built against glibc (or a newer one), and the C library here does not have it.',
    tell: [loaded, `${judged} --on debian:13-slim`],
    fix: 'take a build for this base, compile it there, or use a base with glibc; gcompat helps with some of these names only',
  },
  'symbol-of-host': {
    what: '{it} is a function of the program that loads this file (Node, Python, Ruby, PHP …): built for another version of that program, or opened by the wrong one.',
    tell: [loaded, 'node -p process.versions.modules; python3 -VV   # the version here against that of the build'],
    fix: 'rebuild or reinstall the module for the runtime that is here (npm rebuild, pip install --force-reinstall)',
  },
  'symbol-of-newer-library': {
    what: 'No loaded library defines {it}: the library that should is older than the one {by} was built with, is another build of it, or is not linked at all.',
    tell: [loaded, 'basewise ldd --in BUILD-IMAGE {by}'],
    fix: 'install the version of the library that it was built with, or rebuild on this base',
  },
  'glibc-too-old': {
    what: '{by} was linked with a glibc that has {it}; the one here is older. Newer glibc runs older programs, never the reverse.',
    tell: ['ldd --version   # the glibc here', `${judged} --on debian:13-slim --on ubuntu:24.04`, loaded],
    fix: 'a base with at least that glibc, or build on the oldest base that it must run on',
  },
  'libstdcxx-too-old': {
    what: '{by} was built with a newer GCC: libstdc++ here lacks {it}.',
    tell: ['strings -a libstdc++.so.6 | grep GLIBCXX_   # the highest here', loaded],
    fix: 'a newer base or libstdc++, or link with -static-libstdc++',
  },
  'library-too-old': {
    what: 'The library here is not the version that {by} was linked with: it lacks {it}.',
    tell: [loaded],
    fix: 'install the version it was built with, or rebuild on this base',
  },
  'other-machine': {
    what: 'The file is for another processor (amd64 against arm64), or the image is: without emulation the kernel does not start it.',
    tell: ['file {it}; uname -m', 'docker image inspect IMAGE --format "{{.Architecture}}"'],
    fix: 'build or pull for this platform: --platform linux/amd64 or linux/arm64, in every COPY --from too',
  },
  'other-word-size': {
    what: 'A 32-bit library was found for a 64-bit program, or the reverse.',
    tell: ['file {it}', loaded],
    fix: 'install the library for the architecture of the program, or take the wrong directory out of LD_LIBRARY_PATH',
  },
  'linker-script': {
    what: '{it} is text, not a library: a linker script of a -dev package (libc.so, libm.so), opened because the search meets it first, often a glibc tree on the path of a musl program.',
    tell: ['head -c 200 {it}', loaded],
    fix: 'take the development directory out of the search path; open the name with its version (libm.so.6)',
  },
  'damaged-file': {
    what: 'The file is not whole: an interrupted download or copy, or a pointer of Git LFS in place of the file.',
    tell: ['ls -l {it}; head -c 200 {it}   # "version https://git-lfs…"?'],
    fix: 'git lfs pull before the build; copy the file again',
  },
  'a-program': {
    what: '{it} is a program, not a library: dlopen refuses it.',
    tell: ['file {it}'],
    fix: 'name the library; build it with -shared',
  },
  'executable-stack': {
    what: 'The library asks for an executable stack. glibc 2.41 refuses that in dlopen; before, SELinux or a hardened kernel may have.',
    tell: ['readelf -lW {it} | grep GNU_STACK'],
    fix: 'a build without it (-z noexecstack), or patch the flag (execstack -c)',
  },
  'static-tls': {
    what: 'The library wants its thread-local storage at a fixed place, which is only to be had at the start of the process (jemalloc, libgomp, old TensorFlow and OpenCV builds).',
    tell: [loaded],
    fix: 'preload it (LD_PRELOAD), import it first, or raise GLIBC_TUNABLES=glibc.rtld.optional_static_tls',
  },
  'packed-relocations': {
    what: 'The file was linked with packed relocations (DT_RELR), which need glibc 2.36 or newer, and without saying so.',
    tell: ['readelf -dW {it} | grep RELR', 'ldd --version'],
    fix: 'a base with glibc 2.36 or newer, or link with -z nopack-relative-relocs',
  },
  ifunc: {
    what: '{it} chooses functions at load time (IFUNC), which musl does not know: it was built for glibc.',
    tell: [loaded],
    fix: 'a build for musl, or a base with glibc',
  },
  'preload-missing': {
    what: 'LD_PRELOAD or /etc/ld.so.preload names a library that is not here; the program starts without it.',
    tell: ['echo $LD_PRELOAD; cat /etc/ld.so.preload'],
    fix: 'install it, or clear the variable; set by an agent (APM, jemalloc) it often has the path of another base',
  },
  'only-a-warning': {
    what: 'A warning: the library here carries no version names, the one at build time did. The program goes on.',
    tell: [loaded],
    fix: "use the distribution's own build of the library",
  },
  'static-program': {
    what: 'The file is static: no loader is involved when it runs, and ldd has nothing to say.',
    tell: ['file {it}', 'basewise ldd --in IMAGE {it}'],
    fix: 'nothing to fix',
  },
  'unversioned-library': {
    what: 'A library that should have symbol versions has none: a musl build or a hand-made one under the name of a glibc one.',
    tell: [loaded],
    fix: "use the distribution's own build of the library",
  },
  'interpreter-missing': {
    what: '{it} is most likely there, and what should start it is not: its loader (a glibc program on Alpine, or a musl program on Debian), or the interpreter of its #! line. The kernel says ENOENT for both, which is worded like a missing file.',
    tell: ['ls -l {it}', 'head -c 64 {it}   # a #! line? else:', 'basewise ldd --in IMAGE {it}'],
    fix: 'a build for this libc (CGO_ENABLED=0 for Go, the musl target for Rust), a base with the other libc, or install the interpreter of the script',
  },
  'program-missing': {
    what: '{it} is not in the image, or not on PATH.',
    tell: ['basewise tree IMAGE | grep {it}', 'echo $PATH'],
    fix: 'install it, correct ENTRYPOINT, CMD or PATH',
  },
  'carriage-return': {
    what: "The script was saved with Windows line ends: the carriage return is part of the interpreter's name.",
    tell: ['head -1 {it} | od -c | head -2   # \\r before \\n?'],
    fix: 'sed -i "s/\\r$//" in the build, or .gitattributes with eol=lf',
  },
  'no-execute-bit': {
    what: 'The file has no execute bit for this user, is a directory, or lies on a mount with noexec.',
    tell: ['ls -l {it}; id; grep noexec /proc/mounts'],
    fix: 'COPY --chmod=755, or chmod +x in the build',
  },
  'no-shebang': {
    what: 'A script without a #! line (or with a byte-order mark before it): the kernel cannot start it, a shell could.',
    tell: ['head -c 16 {it} | od -c'],
    fix: 'begin it with #!/bin/sh, saved without a byte-order mark',
  },
};
