/** Largest real ld.so.cache: about 300 KB on a desktop with everything installed. */
const CACHE = 16 * 1024 * 1024;
const TEXT = 1024 * 1024;

/** Whether the loader simulation reads the content of this file. `path` is absolute as the archive has it. */
export function keeps(path: string, size: number): boolean {
  if (path === '/etc/ld.so.cache') return size <= CACHE;
  return PATTERN.test(path) && size <= TEXT;
}

/** The path file of musl lies under the prefix of the loader: `/etc`, or `/usr/etc` for one spelled `/usr/lib/ld-musl-….so.1`. */
const PATTERN = /^\/etc\/ld\.so\.(?:preload|conf|conf\.d\/[^/]+)$|^(?:\/[^/]+){0,4}\/etc\/ld-musl-[\w-]+\.path$/;
