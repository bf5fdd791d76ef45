/** `{name}-{version}(-{build})?-{python}-{abi}-{platform}.whl`, read from the right; each tag may be a set joined by dots (PEP 425, 427). */
export interface WheelName {
  readonly pythons: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
  /** Empty, or number and rest: a higher one wins a tie. */
  readonly build: readonly [number, string] | null;
}

/** Null for what is no wheel; a draft's variant label behind the platform (PEP 825) makes it none that any installer of today takes. */
export function parseWheelName(fileName: string): WheelName | null {
  if (!fileName.endsWith('.whl') || fileName.length > 2000) return null;
  const parts = fileName.slice(0, -4).split('-');
  if (parts.length !== 5 && parts.length !== 6) return null;
  const [pythons, abis, platforms] = parts.slice(-3).map((part) => part.toLowerCase().split('.'));
  if (pythons === undefined || abis === undefined || platforms === undefined) return null;
  const build = parts.length === 6 ? /^(\d+)(.*)$/.exec(parts[2] ?? '') : null;
  if (parts.length === 6 && build === null) return null;
  return { pythons, abis, platforms, build: build === null ? null : [Number(build[1]), build[2] ?? ''] };
}

/** File names that pip and uv take for a source distribution. */
export function isSourceDistribution(fileName: string): boolean {
  return (
    /\.(?:tar\.gz|tgz|zip|tar\.bz2|tbz|tar\.xz|txz|tlz|tar\.lz|tar\.lzma|tar\.zst|tar)$/i.test(fileName) &&
    !/\.win[\w.-]*\.zip$/i.test(fileName)
  );
}
