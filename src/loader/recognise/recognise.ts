import { recogniseLoaderLine } from './loader-line.ts';
import type { Recognised, Wrapper } from './recognised.ts';
import { recogniseStartLine } from './start-line.ts';

/**
 * Everything in a text (a log, a terminal, one line) that a dynamic loader, the kernel or whoever starts programs has said, in order, taken back to its cause.
 * Lines of nobody's are passed over. The work is bounded: lines beyond 2,048 characters are cut, and 10,000 lines are looked at.
 */
export function recognise(text: string): readonly Recognised[] {
  return text
    .split(/\r?\n/)
    .slice(0, MAX_LINES)
    .flatMap((line) => recogniseLine(line.slice(0, MAX_LINE)) ?? []);
}

const MAX_LINES = 10_000;
const MAX_LINE = 2048;

function recogniseLine(text: string): Recognised | null {
  const line = plain(text);
  const { wrapper, inner } = unwrap(line);
  const load = recogniseLoaderLine(inner);
  if (load !== null) return { kind: 'load', ...load, ...(wrapper === null ? {} : { wrapper }) };
  return recogniseStartLine(line);
}

/** Without the colours of a terminal. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/\u001B\[[0-9;]*[A-Za-z]/g, '').trimEnd();
}

/** What runtimes put around the text of dlerror (loader.md, section 11). */
const WRAPPERS: readonly (readonly [Wrapper, RegExp])[] = [
  ['java', /UnsatisfiedLinkError: (?:'[^']*'\s*)?(?:\S+\.so[^:]*: )(?<inner>.+)$/],
  ['java', /UnsatisfiedLinkError: (?<inner>.+)$/],
  ['python', /(?:ImportError|OSError): (?<inner>.+)$/],
  ['ruby', /LoadError[:)]\s*(?<inner>.+?)(?: - \S+)?$/],
  ['ruby', /^(?:\S+: )?(?<inner>.+?) - \S+\.so \(LoadError\)$/],
  ['php', /PHP (?:Startup|Warning): .*?Unable to load dynamic library '[^']*' \(tried: \S+ \((?<inner>[^()]*(?:\(needed by [^()]*\))?)\)/],
  ['php', /Unable to load dynamic library '[^']*' - (?<inner>.+?)(?: in Unknown on line \d+)?$/],
  ['perl', /Can't load '[^']*' for module \S+: (?<inner>.+?)(?: at \S+ line \d+\.?)?$/],
  ['dotnet', /DllNotFoundException: .*?(?<inner>Error (?:loading|relocating) .+|\S+: cannot open shared object file.*)$/],
  ['apache', /Cannot load \S+ into server: (?<inner>.+)$/],
  ['node', /^(?:\s*\[?(?:Uncaught )?)Error: (?<inner>.+?)\]?$/],
];

function unwrap(line: string): { readonly wrapper: Wrapper | null; readonly inner: string } {
  for (const [wrapper, pattern] of WRAPPERS) {
    const inner = pattern.exec(line)?.groups?.['inner'];
    if (inner !== undefined) return { wrapper, inner };
  }
  return { wrapper: null, inner: line };
}
