/** The node that asks for most: the highest number of the most common prefix (`GLIBC_2.34` over `GLIBC_2.4`), a name without a number last. */
export function highestVersion(versions: readonly string[]): string {
  return versions.toSorted((a, b) => compare(numbers(a), numbers(b))).at(-1) ?? '';
}

function numbers(version: string): readonly number[] {
  const tail = /_(\d+(?:\.\d+)*)$/.exec(version)?.[1];
  return tail === undefined ? [] : tail.split('.').map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? -1) - (b[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
