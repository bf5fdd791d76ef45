// Go build information of every Go program in $BASEWISE_ROOTS, of Go's own tools and of small programs built here for several machines, held
// against `go version -m`. Covers the pointer form (Go 1.13 to 1.17: Debian 11's gosu) and the inline form, internal and external linking.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isElf } from '../../src/formats/binary/elf-header.ts';
import { readElf } from '../../src/formats/binary/elf.ts';
import type { GoBuildInfo } from '../../src/tree/elf-facts.ts';

const goRoot = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).stdout?.trim() ?? '';
if (goRoot === '') {
  console.log('elf-go: skipped, go is not installed');
  process.exit(1);
}
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'basewise-go-')));
try {
  process.exitCode = run() ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function run(): boolean {
  const roots = process.env['BASEWISE_ROOTS'];
  const all = [join(goRoot, 'bin'), join(goRoot, 'pkg/tool'), '/usr/bin', ...(roots === undefined ? [] : kitPrograms(roots)), built()];
  const folders = all.filter((folder) => existsSync(folder)).map((folder) => realpathSync(folder));
  let compared = 0;
  let wrong = 0;
  const versions = new Set<string>();
  const told = askGo(folders);
  for (const path of folders.flatMap((folder) => elfFiles(folder))) {
    const file = readFileSync(path);
    const { go } = readElf((offset, length) => file.subarray(offset, offset + length), file.length);
    const theirs = told.get(path) ?? null;
    if (theirs === null && go === undefined) continue;
    compared++;
    versions.add(`${go?.version.split('.').slice(0, 2).join('.')}`);
    if (JSON.stringify(plain(go)) === JSON.stringify(plain(theirs ?? undefined))) continue;
    wrong++;
    console.log(`  ${path}\n    ours ${JSON.stringify(plain(go))}\n    go   ${JSON.stringify(plain(theirs ?? undefined))}`);
  }
  console.log(`elf-go: ${compared} Go programs (${[...versions].toSorted().join(', ')}), ${wrong} deviations`);
  return compared > 10 && wrong === 0;
}

function kitPrograms(roots: string): string[] {
  return ['debian-11', 'debian-12', 'debian-13'].flatMap((root) => ['usr/sbin', 'usr/bin'].map((folder) => join(roots, root, folder)));
}

/** One run for all folders: go walks them itself and passes over what is no Go program. */
function askGo(folders: readonly string[]): Map<string, GoBuildInfo | null> {
  const { stdout } = spawnSync('go', ['version', '-m', ...folders], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const programs = stdout.split(/^(?=\S)/mu);
  return new Map(programs.map((text) => [/^(.*?): (?:go\S|devel )/u.exec(text)?.[1] ?? '', parse(text)]));
}

function elfFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    // Folders may hold links to themselves (/usr/bin/X11), which readdir follows and go does not.
    return entry.isFile() && realpathSync(path) === path && isElf(head(path)) ? [path] : [];
  });
}

function head(path: string): Uint8Array {
  const bytes = new Uint8Array(4);
  const file = openSync(path, 'r');
  readSync(file, bytes);
  closeSync(file);
  return bytes;
}

/** Programs with a replaced dependency and settings that need quoting, for machines of both classes and byte orders. */
function built(): string {
  const out = join(scratch, 'out');
  const files: Record<string, string> = {
    'main/go.mod': 'module example.com/main\n\ngo 1.18\n\nrequire example.com/dep v1.2.3\n\nreplace example.com/dep => ../dep\n',
    'main/main.go': 'package main\n\nimport "example.com/dep"\n\nvar v string\n\nfunc main() { println(dep.Name, v) }\n',
    'dep/go.mod': 'module example.com/dep\n\ngo 1.18\n',
    'dep/dep.go': 'package dep\n\nconst Name = "dep"\n',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(scratch, name)), { recursive: true });
    writeFileSync(join(scratch, name), text);
  }
  const machines = ['amd64', '386', 's390x', 'mips'];
  const modes = [
    ...machines.map((arch) => ({ arch, options: ['-ldflags=-X "main.v=a b" -s'] })),
    { arch: 'amd64', options: ['-buildmode=pie'] },
  ];
  modes.forEach(({ arch, options }, i) => {
    const env = {
      ...process.env,
      GOARCH: arch,
      GOOS: 'linux',
      CGO_ENABLED: '0',
      GOFLAGS: '-mod=mod',
      GOPROXY: 'off',
      GOCACHE: join(scratch, 'cache'),
    };
    const build = spawnSync('go', ['build', ...options, '-o', join(out, `${arch}-${i}`), '.'], {
      cwd: join(scratch, 'main'),
      env,
      encoding: 'utf8',
    });
    if (build.status !== 0) throw new Error(`go build for ${arch} failed: ${build.stderr}`);
  });
  return out;
}

/** The text of `go version -m`; null for a file that Go does not know. */
function parse(text: string): GoBuildInfo | null {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const version = /: (go\S.*|devel .*)$/u.exec(first)?.[1];
  if (version === undefined) return null;
  const rows = lines.map((line) => line.slice(1).split('\t'));
  const value = (keyword: string): string | undefined => rows.find(([word]) => word === keyword)?.[1];
  const path = value('path');
  const module = value('mod');
  const dependencies: { path: string; version: string; replacedBy?: { path: string; version: string } }[] = [];
  const settings: Record<string, string> = {};
  for (const [word, name = '', extra = ''] of rows) {
    if (word === 'dep') dependencies.push({ path: name, version: extra });
    const last = dependencies.at(-1);
    if (word === '=>' && last !== undefined) last.replacedBy = { path: name, version: extra };
    const [key = '', ...rest] = name.split('=');
    if (word === 'build') settings[key] = unquoted(rest.join('='));
  }
  return { version, ...(path === undefined ? {} : { path }), ...(module === undefined ? {} : { module }), settings, dependencies };
}

function unquoted(text: string): string {
  return text.startsWith('"') ? String(JSON.parse(text)) : text.replace(/^`(.*)`$/su, '$1');
}

function plain(go: GoBuildInfo | undefined): unknown {
  return go === undefined ? null : [go.version, go.path, go.module, Object.entries(go.settings).toSorted(), go.dependencies];
}
