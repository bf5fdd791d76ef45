import type { GoBuildInfo, GoModule } from '../../tree/elf-facts.ts';

/** The linker wraps the text into two 16-byte marks, so that it can be found in memory (Go src/cmd/go/internal/modload/build.go). */
const SENTINEL = 16;

/** The text behind `go version -m`: lines of a keyword and tab-separated fields (Go src/runtime/debug/mod.go). `raw` has one character a byte. */
export function parseGoModuleInfo(version: string, raw: string): GoBuildInfo {
  const settings: Record<string, string> = Object.create(null);
  const dependencies: GoModule[] = [];
  const main: { path?: string; module?: string } = {};
  const wrapped = raw.length >= 2 * SENTINEL + 1 && raw[raw.length - SENTINEL - 1] === '\n';
  for (const line of wrapped ? utf8(raw.slice(SENTINEL, -SENTINEL)).split('\n') : []) {
    const [keyword, path = '', moduleVersion = ''] = line.split('\t');
    if (keyword === 'path') main.path = path;
    else if (keyword === 'mod') main.module = path;
    else if (keyword === 'dep') dependencies.push({ path, version: moduleVersion });
    else if (keyword === '=>') replaceLast(dependencies, path, moduleVersion);
    else if (keyword === 'build') addSetting(settings, line.slice('build\t'.length));
  }
  return { version: utf8(version), ...main, settings: { ...settings }, dependencies };
}

function replaceLast(dependencies: GoModule[], path: string, version: string): void {
  const last = dependencies.pop();
  // A `=>` before any `dep` replaces the main module, which has no place here.
  if (last !== undefined) dependencies.push({ ...last, replacedBy: { path, version } });
}

/** `key=value`, either of them a Go string literal when it has blanks, quotes or `=` in it. */
function addSetting(settings: Record<string, string>, text: string): void {
  const match = /^(?<key>"(?:[^"\\]|\\.)*"|`[^`]*`|[^="`]*)=(?<value>.*)$/su.exec(text);
  if (match?.groups !== undefined) settings[unquote(match.groups['key'] ?? '')] = unquote(match.groups['value'] ?? '');
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Go strconv.Unquote for the literals that strconv.Quote writes; anything else stays as it stands. */
function unquote(text: string): string {
  if (/^`[^`]*`$/su.test(text)) return text.slice(1, -1);
  if (!/^"(?:[^"\\]|\\.)*"$/su.test(text)) return text;
  return text
    .slice(1, -1)
    .replace(/\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/giu, (_, x?: string, u?: string, long?: string, one = '') => {
      const code = Number.parseInt(x ?? u ?? long ?? '', 16);
      if (Number.isNaN(code)) return ESCAPES[one] ?? one;
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    });
}

function utf8(raw: string): string {
  return Buffer.from(raw, 'latin1').toString('utf8');
}
