import type { ShellAssignment, ShellWord } from './command.ts';

export interface Unwrapped {
  readonly argv: readonly ShellWord[];
  readonly wrappers: readonly string[];
  readonly assignments: readonly ShellAssignment[];
}

/** Takes programs off that only run another one: `sudo -E env A=b apt-get install` is `apt-get install` with `A=b`. */
export function unwrap(words: readonly ShellWord[]): Unwrapped {
  const wrappers: string[] = [];
  const assignments: ShellAssignment[] = [];
  let argv = words;
  for (let name = programName(argv); name !== undefined; name = programName(argv)) {
    const wrapper = Object.hasOwn(table, name) ? table[name] : undefined;
    // `command -v NAME` asks whether there is one, and runs nothing.
    if (wrapper === undefined || (name === 'command' && /^-[vV]/.test(argv[1]?.text ?? ''))) break;
    const rest = behindOptions(argv.slice(1), wrapper);
    const split = wrapper.assignments === true ? rest.findIndex(({ text }) => !/^\w+=/.test(text)) : 0;
    const start = split === -1 ? rest.length : split;
    const next = rest.slice(start);
    // Alone the wrapper is the command: `env`, `exec >log`.
    if (next.length === 0) break;
    assignments.push(...rest.slice(0, start).map(toAssignment));
    wrappers.push(name);
    argv = next;
  }
  return { argv, wrappers, assignments };
}

interface Wrapper {
  /** Options that take the next word. */
  readonly valued?: RegExp;
  /** Words of its own before the command: a user, a duration. */
  readonly operands?: number;
  readonly assignments?: boolean;
}

const table: Readonly<Record<string, Wrapper>> = {
  sudo: { valued: /^-[ugChpRrTt]$|^--(?:user|group|host|prompt|chdir)$/, assignments: true },
  doas: { valued: /^-[Cu]$/ },
  env: { valued: /^-[uCS]$|^--(?:unset|chdir)$/, assignments: true },
  exec: { valued: /^-a$/ },
  command: {},
  builtin: {},
  time: { valued: /^-[fo]$/ },
  nohup: {},
  nice: { valued: /^-n$/ },
  ionice: { valued: /^-[cn]$/ },
  stdbuf: { valued: /^-[ioe]$/ },
  eatmydata: {},
  chronic: {},
  timeout: { valued: /^-[ks]$|^--(?:signal|kill-after)$/, operands: 1 },
  xargs: { valued: /^-[aEIdLnPs]$|^--(?:max-args|max-procs|arg-file|delimiter|replace)$/ },
  gosu: { operands: 1 },
  'su-exec': { operands: 1 },
  setpriv: { valued: /^--(?:reuid|regid|groups)$/ },
  busybox: {},
  tini: {},
  'dumb-init': {},
  'xx-verify': {},
};

function programName(argv: readonly ShellWord[]): string | undefined {
  const word = argv[0];
  return word?.known === true ? word.text.split('/').at(-1) : undefined;
}

function behindOptions(words: readonly ShellWord[], { valued, operands = 0 }: Wrapper): readonly ShellWord[] {
  let at = 0;
  while (at < words.length) {
    const text = words[at]?.text ?? '';
    if (text === '--') {
      at += 1;
      break;
    }
    if (!text.startsWith('-') || text === '-') break;
    at += valued?.test(text) === true ? 2 : 1;
  }
  return words.slice(at + operands);
}

function toAssignment({ text, known, start, end }: ShellWord): ShellAssignment {
  const equals = text.indexOf('=');
  return { name: text.slice(0, equals), value: text.slice(equals + 1), known, start, end };
}
