/** What a file or package name says of the platform it is built for. */
export interface PlatformTokens {
  readonly os?: string;
  /** In Node's words: x64, arm64, arm, ia32, ppc64, s390x, riscv64, loong64 … */
  readonly arch?: string;
  readonly libc?: 'musl' | 'glibc';
}

const oses: Readonly<Record<string, string>> = {
  linux: 'linux', linuxmusl: 'linux', darwin: 'darwin', macos: 'darwin', mac: 'darwin', osx: 'darwin', win32: 'win32', windows: 'win32', win: 'win32', android: 'android',
  freebsd: 'freebsd', openbsd: 'openbsd', netbsd: 'netbsd', sunos: 'sunos', solaris: 'sunos', aix: 'aix', ios: 'ios', dragonflybsd: 'dragonflybsd', openharmony: 'openharmony',
}; // prettier-ignore

const arches: Readonly<Record<string, string>> = {
  x64: 'x64', amd64: 'x64', x86_64: 'x64', arm64: 'arm64', aarch64: 'arm64', aarch_64: 'arm64', arm: 'arm', armv6: 'arm', armv7: 'arm', armv7l: 'arm', armhf: 'arm', armel: 'arm', ia32: 'ia32', x86: 'ia32',
  i386: 'ia32', i686: 'ia32', x86_32: 'ia32', ppc: 'ppc', ppc32: 'ppc', ppc64: 'ppc64', ppc64le: 'ppc64', ppcle_64: 'ppc64', s390x: 's390x', s390_64: 's390x', riscv64: 'riscv64', riscv64gc: 'riscv64', loong64: 'loong64', loongarch64: 'loong64', mips: 'mips', mips64: 'mips64', sparc: 'sparc', sparcv9: 'sparc', mips64el: 'mips64el', mipsel: 'mipsel',
}; // prettier-ignore

const libcs: Readonly<Record<string, 'musl' | 'glibc'>> = {
  musl: 'musl', linuxmusl: 'musl', musleabihf: 'musl', musleabi: 'musl', gnu: 'glibc', glibc: 'glibc', gnueabihf: 'glibc', gnueabi: 'glibc',
}; // prettier-ignore

/**
 * Reads the tokens of a path such as `prebuilds/linux-x64/node.musl.node`, `sharp-linuxmusl-x64`, `org/sqlite/native/Linux-Musl/x86_64/libsqlitejdbc.so`
 * (native-dependencies.md 3.1). The last word of each kind wins: the file name is nearer to the truth than its folders.
 */
export function platformTokens(path: string): PlatformTokens {
  const before = known.get(path);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  const tokens = readTokens(path);
  known.set(path, tokens);
  return tokens;
}

/** The same few names are asked about on dozens of bases. */
const known = new Map<string, PlatformTokens>();
const mostKnown = 2000;

function readTokens(path: string): PlatformTokens {
  const tokens: { os?: string; arch?: string; libc?: 'musl' | 'glibc' } = {};
  const lower = path
    .toLowerCase()
    .replaceAll('x86_64', 'x64')
    .replaceAll('x86-64', 'x64')
    .replaceAll('aarch_64', 'arm64')
    .replaceAll('ppcle_64', 'ppc64le')
    .replaceAll('s390_64', 's390x')
    .replaceAll('x86_32', 'ia32');
  for (const word of lower.split(/[^a-z0-9]+/)) {
    const os = oses[word];
    const arch = arches[word];
    const libc = libcs[word];
    if (os !== undefined) tokens.os = os;
    if (arch !== undefined) tokens.arch = arch;
    if (libc !== undefined) tokens.libc = libc;
  }
  return tokens;
}
