import { FormatError } from '../format-error.ts';
import { eachLine } from './lines.ts';
import { decodeFileName } from '../archive/file-name.ts';

/** One package of apk's installed database. */
export interface ApkPackage {
  readonly name: string;
  /** Version with revision: `1.2.5-r0`. */
  readonly version: string;
  readonly architecture?: string;
  /** The aport it was built from. */
  readonly origin?: string;
  readonly license?: string;
  /** `so:libc.musl-x86_64.so.1=1`, `cmd:ldd=1.2.5-r0`, `pc:zlib=1.3.1`, plain names. */
  readonly provides: readonly string[];
  /** As written: `so:libc.musl-x86_64.so.1`, `/bin/sh`, `busybox=1.36.1-r29`, `!conflict`. */
  readonly depends: readonly string[];
  /** Absolute paths of its files and links, as the package names them. */
  readonly files: readonly string[];
  /** Absolute paths of its directories. */
  readonly directories: readonly string[];
}

/**
 * `lib/apk/db/installed` (apk-tools 2 and 3): packages as blocks of `X:value` lines, an empty line between them. `F:` names a directory
 * without a leading slash, `R:` a file in the last `F:`. Lines of unknown letters are passed over.
 * @throws FormatError `apk-bad-line` for a line that is no `X:value`, `apk-no-name` for a block without a name or version, `too-many-lines`.
 */
export function parseApkInstalled(bytes: Uint8Array): ApkPackage[] {
  const packages: ApkPackage[] = [];
  let block = emptyBlock();
  for (const { text, offset } of eachLine(decodeFileName(bytes))) {
    if (text === '') {
      if (block.lines > 0) packages.push(finish(block, offset));
      block = emptyBlock();
    } else {
      readLine(block, text, offset);
    }
  }
  if (block.lines > 0) packages.push(finish(block, bytes.length));
  return packages;
}

interface Block {
  lines: number;
  directory: string;
  readonly fields: Map<string, string>;
  readonly files: string[];
  readonly directories: string[];
}

function emptyBlock(): Block {
  return { lines: 0, directory: '', fields: new Map(), files: [], directories: [] };
}

function readLine(block: Block, line: string, offset: number): void {
  if (line[1] !== ':') throw new FormatError('apk-bad-line', offset, 'apk database: a line that is no X:value');
  block.lines += 1;
  const value = line.slice(2);
  if (line[0] === 'F') {
    block.directory = value === '' ? '' : `/${value}`;
    if (value !== '') block.directories.push(block.directory);
  } else if (line[0] === 'R') {
    block.files.push(`${block.directory}/${value}`);
  } else {
    block.fields.set(line[0] ?? '', value);
  }
}

function finish(block: Block, offset: number): ApkPackage {
  const name = block.fields.get('P');
  const version = block.fields.get('V');
  if (name === undefined || version === undefined) throw new FormatError('apk-no-name', offset, 'apk database: a package without P: or V:');
  const architecture = block.fields.get('A');
  const origin = block.fields.get('o');
  const license = block.fields.get('L');
  return {
    name,
    version,
    ...(architecture === undefined ? {} : { architecture }),
    ...(origin === undefined ? {} : { origin }),
    ...(license === undefined ? {} : { license }),
    provides: words(block.fields.get('p')),
    depends: words(block.fields.get('D')),
    files: block.files,
    directories: block.directories,
  };
}

function words(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(/\s+/).filter((word) => word !== '');
}
