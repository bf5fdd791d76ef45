/** What the kernel, the C library at its start or an engine says of a process that ended, without a message of a loader. */
export interface RecognisedMachine {
  readonly kind: 'machine';
  readonly says: MachineSays;
  readonly line: string;
}

export type MachineSays =
  | 'cpu-level'
  | 'kernel-too-old'
  | 'segmentation-fault'
  | 'illegal-instruction'
  | 'floating-point'
  | 'exit-127'
  | 'exit-126';

/** Exit codes are 128 and the signal; 126 and 127 are those of shells and loaders. */
const RULES: readonly (readonly [MachineSays, RegExp])[] = [
  ['cpu-level', /(?:Fatal glibc error: )?CPU does not support x86-64-v\d/],
  ['kernel-too-old', /FATAL: kernel too old/],
  ['segmentation-fault', /\b(?:Segmentation fault|SIGSEGV|signal: segmentation fault)\b/],
  ['illegal-instruction', /\b(?:Illegal instruction|SIGILL|signal: illegal instruction)\b/],
  ['floating-point', /\b(?:Floating point exception|SIGFPE|signal: floating point exception)\b/],
  ['segmentation-fault', exitCode(139)],
  ['illegal-instruction', exitCode(132)],
  ['floating-point', exitCode(136)],
  ['exit-127', exitCode(127)],
  ['exit-126', exitCode(126)],
];

function exitCode(code: number): RegExp {
  return new RegExp(String.raw`\b[Ee]xit(?:ed)?(?: with)?(?: (?:status|code|Code))?:?\s{0,10}(?:\(|code[= ])?${code}\b`);
}

export function recogniseMachineLine(line: string): RecognisedMachine | null {
  for (const [says, pattern] of RULES) {
    const match = pattern.exec(line);
    if (match !== null) return { kind: 'machine', says, line: match[0] };
  }
  return null;
}
