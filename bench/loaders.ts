// `npm run bench:loaders`: basewise ldd beside libtree and lddtree over the dynamic programs of this machine's /usr/bin, and what each of them says of six small cases
// that the real loader refuses. Needs Debian's libtree, pax-utils, gcc and musl-tools (installed when missing) and pyelftools for lddtree.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptInstall } from '../tools/apt.ts';

aptInstall(['libtree', 'pax-utils', 'gcc', 'libc6-dev', 'musl-tools', 'python3-pyelftools', 'time']);
const folder = mkdtempSync(join(tmpdir(), 'basewise-loaders-'));
try {
  const programs = dynamicPrograms('/usr/bin');
  writeFileSync(join(folder, 'list'), programs.map((path) => `${JSON.stringify({ path, mode: 'exec' })}\n`).join(''));
  console.log(`| ${programs.length} programs of /usr/bin | CPU s | reads |\n| --- | --- | --- |`);
  timed(
    'basewise ldd',
    `${process.execPath} dist/main.js ldd --root / --files-from - < ${join(folder, 'list')}`,
    'libraries, versions, every symbol and relocation, cache',
  );
  timed('libtree 3.1.1', `libtree ${programs.join(' ')}`, 'library names');
  timed('lddtree 1.3.7', `PATH=/usr/bin:/bin lddtree ${programs.join(' ')}`, 'library names');
  console.log('\n| case | really | basewise ldd | libtree | lddtree |\n| --- | --- | --- | --- | --- |');
  for (const { name, program } of buildCases(folder)) {
    const really = run([program]).status === 0 ? 'runs' : 'fails';
    const ours = run([process.execPath, 'dist/main.js', 'ldd', '--root', '/', program]);
    const theirs = [run(['libtree', program]), run(['env', 'PATH=/usr/bin:/bin', 'lddtree', program])];
    console.log(
      `| ${name} | ${really} | ${word(ours)} | ${theirs.map((each) => (word(each) === really ? word(each) : `**${word(each)}**`)).join(' | ')} |`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Case {
  readonly name: string;
  readonly program: string;
}

/** libtree exits with the kind of failure, lddtree prints `not found` and exits 0. */
function word({ status, stdout, stderr }: Ran): string {
  return status !== 0 || /not found|\bNone\b/.test(stdout + stderr) ? 'fails' : 'runs';
}

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Programs that the loader refuses, each for another reason; built here so that the real loader can be asked too. */
function buildCases(work: string): readonly Case[] {
  const file = (name: string, text: string): string => {
    writeFileSync(join(work, name), text);
    return join(work, name);
  };
  const gcc = (...args: readonly string[]): void => {
    const made = spawnSync('gcc', args, { cwd: work, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
  };
  const main = file('main.c', 'int foo(void); int main(void) { return foo() - 7; }');
  const lib = file('lib.c', 'int foo(void) { return 7; }');
  mkdirSync(join(work, 'now'));
  const rpath = `-Wl,-rpath,${join(work, 'now')}`;
  gcc(
    '-shared',
    '-fPIC',
    '-o',
    'libversion.so',
    lib,
    '-Wl,-soname,libversion.so',
    `-Wl,--version-script=${file('new.map', 'V2 { global: foo; local: *; };')}`,
  );
  gcc('-o', 'version', main, 'libversion.so', rpath);
  gcc(
    '-shared',
    '-fPIC',
    '-o',
    'now/libversion.so',
    lib,
    '-Wl,-soname,libversion.so',
    `-Wl,--version-script=${file('old.map', 'V1 { global: foo; local: *; };')}`,
  );
  gcc('-shared', '-fPIC', '-o', 'libsymbol.so', lib, '-Wl,-soname,libsymbol.so');
  gcc('-o', 'symbol', main, 'libsymbol.so', rpath, '-Wl,-z,now');
  gcc('-shared', '-fPIC', '-o', 'now/libsymbol.so', file('none.c', 'int bar(void) { return 7; }'), '-Wl,-soname,libsymbol.so');
  gcc('-shared', '-fPIC', '-o', 'libgone.so', lib, '-Wl,-soname,libgone.so');
  gcc('-o', 'gone', main, 'libgone.so', rpath);
  gcc('-o', 'interpreter', file('plain.c', 'int main(void) { return 0; }'), '-Wl,--dynamic-linker=/lib/ld-none.so.1');
  writeFileSync(
    join(work, 'now/libtext.so'),
    'INPUT(-lc)\nGROUP ( somewhere.so )\n/* a linker script stands where a library should, and it is longer than a header */\n',
  );
  gcc('-shared', '-fPIC', '-o', 'libtext.so', lib, '-Wl,-soname,libtext.so');
  gcc('-o', 'text', main, 'libtext.so', rpath);
  const musl = spawnSync('musl-gcc', ['-o', 'musl', main, '-L.', '-Wl,-rpath,$LIB', join(work, 'libsymbol.so')], {
    cwd: work,
    encoding: 'utf8',
  });
  if (musl.status !== 0) throw new Error(musl.stderr);
  const at = (name: string): string => join(work, name);
  return [
    { name: 'a library is gone', program: at('gone') },
    { name: 'the interpreter is gone', program: at('interpreter') },
    { name: 'a version node is missing', program: at('version') },
    { name: 'a symbol is missing', program: at('symbol') },
    { name: 'a linker script in place of a library', program: at('text') },
    { name: 'a musl program whose rpath has `$LIB`', program: at('musl') },
  ];
}

function dynamicPrograms(path: string): readonly string[] {
  return readdirSync(path)
    .map((name) => join(path, name))
    .filter((file) => {
      const stat = statSync(file, { throwIfNoEntry: false });
      if (stat?.isFile() !== true || stat.size < 64 || stat.size > 64 << 20) return false;
      const bytes = readFileSync(file);
      return bytes.readUInt32BE(0) === 0x7f454c46 && bytes.includes('/lib64/ld-linux-x86-64.so.2\0');
    });
}

function timed(name: string, command: string, reads: string): void {
  const result = spawnSync(
    'bash',
    ['-c', `/usr/bin/time -f '%U %S' -o ${join(folder, 'time')} bash -c ${JSON.stringify(`${command} > /dev/null 2>&1`)}`],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (result.error !== undefined) throw result.error;
  const last = readFileSync(join(folder, 'time'), 'utf8').trim().split('\n').at(-1) ?? '';
  const cpu = last.split(' ').reduce((sum, each) => sum + Number(each), 0);
  console.log(`| ${name} | ${cpu.toFixed(2)} | ${reads} |`);
}

function run([command = '', ...args]: readonly string[]): Ran {
  return spawnSync(command, args, { encoding: 'utf8' });
}
