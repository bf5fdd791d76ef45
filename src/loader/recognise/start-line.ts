import type { RecognisedStart, Starter } from './recognised.ts';

/** What shells, runtimes and engines say when execve fails (loader.md, section 2). Null when the line is none of theirs. */
export function recogniseStartLine(text: string): RecognisedStart | null {
  const line = text.trim();
  if (!KEY.test(line)) return null;
  for (const rule of RULES) {
    const match = rule.pattern.exec(line);
    if (match === null) continue;
    const { program = '', interpreter } = match.groups ?? {};
    return {
      kind: 'start',
      by: rule.by,
      program,
      missing: rule.missing,
      errno: rule.errno ?? 'ENOENT',
      ...(interpreter === undefined ? {} : { interpreter }),
      line: match[0],
    };
  }
  return null;
}

/** Words of which every rule has one. */
const KEY =
  /not found|o such file|failed to open elf|required file|cannot execute|ermission denied|xec format|is a directory|ENOENT|EACCES|ENOEXEC/;

interface Rule {
  readonly by: Starter;
  readonly pattern: RegExp;
  readonly missing: RecognisedStart['missing'];
  readonly errno?: RecognisedStart['errno'];
}

/** The more telling ones first. runc names `stat` when the file itself is absent, and only then. */
const RULES: readonly Rule[] = [
  { by: 'emulator', pattern: /qemu-[\w-]+: Could not open '(?<interpreter>[^']+)': No such file or directory/, missing: 'interpreter' },
  { by: 'emulator', pattern: /rosetta error: failed to open elf at (?<interpreter>\S+)/, missing: 'interpreter' },
  { by: 'zsh', pattern: /zsh: command not found: (?<program>\S+)$/, missing: 'file' },
  { by: 'zsh', pattern: /zsh: no such file or directory: (?<program>\S+)$/, missing: 'file-or-interpreter' },
  { by: 'zsh', pattern: /zsh: exec format error: (?<program>\S+)$/, missing: null, errno: 'ENOEXEC' },
  { by: 'zsh', pattern: /zsh: permission denied: (?<program>\S+)$/, missing: null, errno: 'EACCES' },
  { by: 'bash', pattern: /(?:^|\s)\S+: (?:line \d+: )?(?<program>[^\s:]+): command not found$/, missing: 'file' },
  { by: 'crun', pattern: /executable file [`'"](?<program>[^`'"]+)[`'"] not found in \$PATH/, missing: 'file' },
  { by: 'crun', pattern: /crun: open executable: No such file or directory/, missing: 'file' },
  {
    by: 'bash',
    pattern: /(?:ba)?sh: (?:line \d+: )?(?<program>\S.*?): (?<interpreter>\S.*?): bad interpreter: No such file or directory$/,
    missing: 'interpreter',
  },
  { by: 'bash', pattern: /^(?<program>\/\S*?): (?<interpreter>\S+): bad interpreter: No such file or directory$/, missing: 'interpreter' },
  {
    by: 'bash',
    pattern: /(?:bash|sh): (?:line \d+: )?(?<program>\S.*?): cannot execute: required file not found$/,
    missing: 'interpreter',
  },
  {
    by: 'bash',
    pattern: /(?:bash|sh): (?:line \d+: )?(?<program>\S.*?): cannot execute binary file(?:: Exec format error)?$/,
    missing: null,
    errno: 'ENOEXEC',
  },
  { by: 'docker', pattern: /exec: "(?<program>[^"]+)": stat [^:]+: no such file or directory/, missing: 'file' },
  { by: 'docker', pattern: /exec: "(?<program>[^"]+)": executable file not found in \$PATH/, missing: 'file' },
  { by: 'docker', pattern: /exec: "(?<program>[^"]+)": permission denied/, missing: null, errno: 'EACCES' },
  { by: 'docker', pattern: /exec: "(?<program>[^"]+)": (?:is a directory|exec format error)/, missing: null, errno: 'ENOEXEC' },
  {
    by: 'runc',
    pattern: /exec user process caused:? "?no such file or directory/,
    missing: 'file-or-interpreter',
  },
  { by: 'runc', pattern: /standard_init_linux\.go:\d+: exec user process caused:? "?exec format error/, missing: null, errno: 'ENOEXEC' },
  { by: 'runc', pattern: /standard_init_linux\.go:\d+: exec user process caused:? "?permission denied/, missing: null, errno: 'EACCES' },
  { by: 'busybox-env', pattern: /env: can't execute '(?<program>[^']+)': No such file or directory/, missing: 'file-or-interpreter' },
  { by: 'env', pattern: /env: [‘'](?<program>[^’']+)[’']: No such file or directory/, missing: 'file-or-interpreter' },
  { by: 'tini', pattern: /\[FATAL tini \(\d+\)\] exec (?<program>\S+) failed: No such file or directory/, missing: 'file-or-interpreter' },
  {
    by: 'python',
    pattern: /FileNotFoundError: \[Errno 2\] No such file or directory: '(?<program>[^']+)'/,
    missing: 'file-or-interpreter',
  },
  { by: 'python', pattern: /OSError: \[Errno 8\] Exec format error: '(?<program>[^']+)'/, missing: null, errno: 'ENOEXEC' },
  { by: 'python', pattern: /PermissionError: \[Errno 13\] Permission denied: '(?<program>[^']+)'/, missing: null, errno: 'EACCES' },
  { by: 'node', pattern: /spawn (?<program>\S+) ENOENT/, missing: 'file-or-interpreter' },
  { by: 'node', pattern: /spawn (?<program>\S+) EACCES/, missing: null, errno: 'EACCES' },
  { by: 'node', pattern: /spawn (?<program>\S+) ENOEXEC/, missing: null, errno: 'ENOEXEC' },
  { by: 'java', pattern: /Cannot run program "(?<program>[^"]+)".*error=2, No such file or directory/, missing: 'file-or-interpreter' },
  { by: 'go', pattern: /fork\/exec (?<program>[^:]+): no such file or directory/, missing: 'file-or-interpreter' },
  { by: 'go', pattern: /fork\/exec (?<program>[^:]+): exec format error/, missing: null, errno: 'ENOEXEC' },
  { by: 'runc', pattern: /(?:^|\s)exec (?<program>\/?\S+): no such file or directory/, missing: 'file-or-interpreter' },
  { by: 'runc', pattern: /(?:^|\s)exec (?<program>\/?\S+): exec format error/, missing: null, errno: 'ENOEXEC' },
  { by: 'dash', pattern: /(?:da)?sh: (?:line )?\d+: (?<program>\S.*?): not found$/, missing: 'file-or-interpreter' },
  {
    by: 'busybox-sh',
    pattern: /(?:sh|ash|\/bin\/sh|[\w./-]+): (?:line \d+: )?(?<program>\S+): not found$/,
    missing: 'file-or-interpreter',
  },
  { by: 'bash', pattern: /bash: (?:line \d+: )?(?<program>\S.*?): No such file or directory$/, missing: 'file-or-interpreter' },
  { by: 'bash', pattern: /^\S+: line \d+: (?<program>\.{0,2}\/\S*): No such file or directory$/, missing: 'file-or-interpreter' },
  { by: 'bash', pattern: /bash: (?:line \d+: )?(?<program>\S.*?): Permission denied$/, missing: null, errno: 'EACCES' },
  { by: 'kernel', pattern: /^execve: No such file or directory$/, missing: 'file-or-interpreter' },
  { by: 'kernel', pattern: /^execve: Permission denied$/, missing: null, errno: 'EACCES' },
  { by: 'kernel', pattern: /^execve: Exec format error$/, missing: null, errno: 'ENOEXEC' },
];
