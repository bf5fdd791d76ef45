import { BasewiseError } from '../../errors.ts';

/** What a probe printed, line by line, before it is a transcript. Text from files is ordinary text. */
export interface ProbeOutput {
  readonly hostname: string;
  readonly env: Readonly<Record<string, string>>;
  /** By name in /etc. */
  readonly files: ReadonlyMap<string, string>;
  /** By name in /proc/net. */
  readonly network: ReadonlyMap<string, string>;
  /** `musl 1.2.5`, `glibc 2.36`, as the loaders said. */
  readonly libcs: readonly string[];
  /** `1.2.5-r0`, from Alpine's package database. */
  readonly muslPackage: string | undefined;
  /** Connecting to TCP/53: `ok`, `refused`, `filtered`. */
  readonly connects: ReadonlyMap<string, string>;
  readonly names: readonly ProbedName[];
  /** The last line is there. */
  readonly whole: boolean;
}

export interface ProbedName {
  readonly name: string;
  readonly questions: readonly ProbedQuestion[];
  readonly getent?: { readonly code: number; readonly ms: number; readonly said: readonly string[] };
}

export interface ProbedQuestion {
  readonly transport: 'udp' | 'tcp';
  readonly server: string;
  readonly type: 'A' | 'AAAA';
  readonly name: string;
  readonly ednsSize: number;
  /** Hexadecimal; empty when nothing came. */
  readonly reply: string;
  /** Undefined when it was cut short. */
  readonly ms: number | undefined;
}

const firstLine = 'basewise-dns-probe 1';
const mostNoise = 200;
const mostQuestions = 100_000;
const mostHex = 2 * 65_535;
const mostFile = 1024 * 1024;

/** Whether a text is what the script prints; lines of kubectl and the like may stand before it. */
export function isProbe(text: string): boolean {
  return text.slice(0, 65_536).split(/\r?\n/, mostNoise).includes(firstLine);
}

interface Draft extends Omit<ProbedName, 'questions' | 'getent'> {
  readonly questions: Map<string, { -readonly [Key in keyof ProbedQuestion]: ProbedQuestion[Key] }>;
  getent?: { code: number; ms: number; said: string[] };
}

/** Reads the lines; BasewiseError `not-a-probe` for a text that is none. Lines it does not know are passed over. */
export function readProbeLines(text: string): ProbeOutput {
  const lines = text.split(/\r?\n/);
  const start = lines.slice(0, mostNoise).indexOf(firstLine);
  if (start === -1) throw new BasewiseError('not-a-probe', 'not the output of `basewise dns probe --sh`');
  const found = { hostname: 'localhost', muslPackage: undefined as string | undefined, whole: false };
  const env: Record<string, string> = {};
  const hex = { file: new Map<string, string>(), proc: new Map<string, string>() };
  const libcs: string[] = [];
  const connects = new Map<string, string>();
  const names: Draft[] = [];
  let open: { readonly map: Map<string, string>; readonly name: string } | undefined;
  let asked = 0;
  for (const line of lines.slice(start + 1)) {
    const [word = '', first = '', second = ''] = line.split(' ', 3);
    const rest = line.slice(word.length + 1);
    const current = names.at(-1);
    switch (word) {
      case 'hostname':
        if (first !== '') found.hostname = first;
        break;
      case 'env':
        env[first] = rest.slice(first.length + 1);
        break;
      case 'file':
      case 'proc':
        open = { map: hex[word], name: first };
        hex[word].set(first, '');
        break;
      case 'data':
        if (open !== undefined) append(open.map, open.name, first, mostFile * 2);
        break;
      case 'libc':
        if (second !== '' && !libcs.includes(rest)) libcs.push(rest);
        break;
      case 'package':
        if (first === 'musl' && second !== '') found.muslPackage = second;
        break;
      case 'connect':
        connects.set(first, second);
        break;
      case 'name':
        names.push({ name: first, questions: new Map() });
        break;
      case 'query':
        asked += 1;
        if (asked <= mostQuestions) addQuestion(current, line);
        break;
      case 'reply': {
        const question = current?.questions.get(first);
        if (question !== undefined && question.reply.length + second.length <= mostHex && isHex(second)) question.reply += second;
        break;
      }
      case 'done': {
        const question = current?.questions.get(first);
        if (question !== undefined && /^\d{1,9}$/.test(second)) question.ms = Number(second) * 10;
        break;
      }
      case 'getent':
        if (current !== undefined && /^\d+$/.test(first)) current.getent = { code: Number(first), ms: Number(second) * 10, said: [] };
        break;
      case 'said':
        if (current?.getent !== undefined && current.getent.said.length < 1000) current.getent.said.push(rest);
        break;
      case 'end':
        found.whole = true;
        break;
      default:
    }
  }
  return {
    ...found,
    env,
    files: decoded(hex.file),
    network: decoded(hex.proc),
    libcs,
    connects,
    names: names.map(({ questions, ...name }) => ({ ...name, questions: [...questions.values()] })),
  };
}

function addQuestion(current: Draft | undefined, line: string): void {
  const match = /^query (\d{1,9}) (udp|tcp) (\S{1,60}) (A|AAAA) ([A-Za-z0-9_.-]{1,253}) (\d{1,5})$/.exec(line);
  const [, id = '', transport, server = '', type, name = '', edns] = match ?? [];
  if (current === undefined || (transport !== 'udp' && transport !== 'tcp') || (type !== 'A' && type !== 'AAAA')) return;
  current.questions.set(id, { transport, server, type, name, ednsSize: Number(edns), reply: '', ms: undefined });
}

function append(map: Map<string, string>, name: string, part: string, most: number): void {
  const before = map.get(name) ?? '';
  if (isHex(part) && before.length + part.length <= most) map.set(name, before + part);
}

function isHex(text: string): boolean {
  return /^[0-9a-f]*$/.test(text);
}

function decoded(hex: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...hex].map(([name, digits]) => [name, Buffer.from(digits, 'hex').toString('utf8')]));
}
