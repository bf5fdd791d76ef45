const largest = 256 * 1024;

/** package.json of installed packages: its os, cpu and libc fields decide which build is used. */
export function keeps(path: string, size: number): boolean {
  return size <= largest && /\/node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path);
}
