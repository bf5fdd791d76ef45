/**
 * Platform packages whose name and fields say no C library and whose program needs none: seen in the files themselves (no interpreter, no needed library).
 * Package names without version: a family that changed its way of building would be a finding of `--online`.
 */
export function isKnownStatic(name: string): boolean {
  return staticFamilies.some((pattern) => pattern.test(name));
}

const staticFamilies: readonly RegExp[] = [/^@esbuild\/linux-/, /^esbuild-linux-/];
