import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { tarOf } from '../../formats/archive/write-tar.suite.ts';
import type { TarLiteral } from '../../formats/archive/write-tar.suite.ts';
import { muslBase, muslLoader, pie } from '../../judge/literal-bases.suite.ts';
import { literalElf } from '../../formats/binary/elf-literal.ts';
import { createBlobs, named, writeFiles } from '../../subjects/image-files.suite.ts';

/** Small services on one Alpine in an OCI layout, for tests of judging many. */

export const main: string = join(import.meta.dirname, '../../main.ts');

export function temporary(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-services-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An OCI layout with an image for each name, whose program wants these libraries; returns its folder. */
export function writeServices(folder: string, services: Readonly<Record<string, readonly string[]>>): string {
  const blobs = createBlobs();
  const base = alpine();
  const images = Object.entries(services).map(([name, libraries]) => {
    const needed = ['libc.musl-x86_64.so.1', ...libraries];
    const program = literalElf({ interpreter: muslLoader, needed, type: 3, tags: [pie] });
    const layers = [base, tarOf({ name: 'app', content: program, mode: 0o755 })];
    return named(blobs.image({ layers, config: { config: { Cmd: ['/app'] } } }), name);
  });
  mkdirSync(folder, { recursive: true });
  writeFiles(folder, blobs.layout(images));
  return folder;
}

/** The literal Alpine as a layer. */
function alpine(): Buffer {
  const { tree, bytes } = muslBase();
  const entries = [...tree.entries()].flatMap((entry): readonly TarLiteral[] => {
    const name = entry.path.slice(1);
    if (entry.type === 'symlink') return [{ name, flag: '2', linkName: entry.target ?? '' }];
    if (entry.type !== 'file') return [];
    return [{ name, mode: entry.mode, content: bytes.read(entry.identity, 0, entry.size) ?? '' }];
  });
  return tarOf(...entries);
}

export function writeList(folder: string, lines: readonly string[]): string {
  const list = join(folder, 'list');
  writeFileSync(list, `${lines.join('\n')}\n`);
  return list;
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly problems: string;
}

/** `basewise check` as a program of its own, with the cache in `folder` unless the arguments say otherwise. */
export function check(folder: string, args: readonly string[], input = ''): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'check', ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: { ...process.env, BASEWISE_CACHE_DIR: join(folder, 'cache'), NO_COLOR: '1' },
  });
  return { code: status, out: stdout, problems: stderr };
}
