/** The first lines that RubyGems writes into an installed specification, so that it need not be run to be known. */
export interface GemStub {
  readonly name: string;
  readonly version: string;
  /** `ruby`, `x86_64-linux-musl`, `java`. */
  readonly platform: string;
  /** Folders below the gem's own that are searched for code. */
  readonly requirePaths: readonly string[];
  /** Extension sources that were compiled when it was installed: `ext/nokogiri/extconf.rb`. */
  readonly extensions: readonly string[];
}

/** `# stub: NAME VERSION PLATFORM PATHS` and, behind it, `# stub: EXTENSIONS`, lists with NUL between (rubygems, basic_specification); null without it. */
export function parseGemStub(text: string): GemStub | null {
  const head = text.slice(0, 16_384);
  const stubs = [...head.matchAll(/^# stub: (.*)$/gm)].map((match) => match[1] ?? '');
  const [name, version, platform, ...paths] = stubs[0]?.split(' ') ?? [];
  if (name === undefined || version === undefined || platform === undefined || !/^\d/.test(version)) return null;
  return { name, version, platform, requirePaths: list(paths.join(' ')), extensions: list(stubs[1] ?? '') };
}

function list(text: string): string[] {
  return text.split('\0').filter((each) => each !== '');
}
