import type { MuslLoader } from './musl-process.ts';
import { definesName } from './find-symbol.ts';

/** get_lfs64 of ldso/dynlink.c (1.2.4): these names with `64` behind them stand for themselves when nothing else defines them. */
const NAMES: ReadonlySet<string> = new Set(
  (
    'aio_cancel aio_error aio_fsync aio_read aio_return aio_suspend aio_write alphasort creat fallocate fgetpos fopen freopen fseeko fsetpos fstat ' +
    'fstatat fstatfs fstatvfs ftello ftruncate ftw getdents getrlimit glob globfree lio_listio lockf lseek lstat mkostemp mkostemps mkstemp ' +
    'mkstemps mmap nftw open openat posix_fadvise posix_fallocate pread preadv prlimit pwrite pwritev readdir scandir sendfile setrlimit ' +
    'stat statfs statvfs tmpfile truncate versionsort __fxstat __fxstatat __lxstat __xstat'
  ).split(' '),
);

/** Whether a failed lookup of `name` during relocation is saved by the remap. */
export function lfs64Remap(loader: MuslLoader, name: string): boolean {
  const { lfs64Remap: remaps, lfs64RemapLimit: limit } = loader.capabilities;
  if (remaps !== true || (limit !== null && Buffer.byteLength(name) > limit)) return false;
  if (name === 'readdir64_r') return definesName(loader.object, 'readdir_r');
  const plain = name.slice(0, -2);
  return name.endsWith('64') && NAMES.has(plain) && definesName(loader.object, plain);
}
