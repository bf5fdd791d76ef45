import { LoadStop } from '../stop.ts';
import type { MuslProcess } from './musl-process.ts';

const DEFAULT = '/lib:/usr/local/lib:/usr/lib';

export interface SystemPath {
  readonly text: string;
  readonly via: 'default' | 'path-file';
}

/** The last search list: the path file replaces the default as a whole (loader.md 4.3). */
export function systemPath(process: MuslProcess): SystemPath {
  const file = pathFile(process.ldsoName, process.loader.machine.muslArch);
  if (process.systemPath === null) process.systemPath = read(process, file);
  return { text: process.systemPath, via: process.systemPath === DEFAULT ? 'default' : 'path-file' };
}

/** `PREFIX/etc/ld-musl-ARCH.path`: PREFIX is the loader's name without its last two components. */
export function pathFile(ldsoName: string, arch: string): string {
  let prefix = '';
  if (ldsoName.startsWith('/')) {
    const last = ldsoName.lastIndexOf('/');
    const before = last === 0 ? 0 : ldsoName.lastIndexOf('/', last - 1);
    prefix = ldsoName.slice(0, before);
  }
  return `${prefix}/etc/ld-musl-${arch}.path`;
}

function read(process: MuslProcess, file: string): string {
  const opened = process.world.open(file, process.workingDirectory, process.uid);
  if ('errno' in opened) {
    process.errno = opened.errno;
    return opened.errno === 'ENOENT' ? DEFAULT : '';
  }
  if (opened.entry.type === 'dir') {
    process.errno = 'EISDIR';
    return '';
  }
  if (opened.entry.type !== 'file') return '';
  const bytes = process.world.content(opened.entry);
  if (bytes === null) throw new LoadStop('unknown', `${file} was not read`);
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
}
