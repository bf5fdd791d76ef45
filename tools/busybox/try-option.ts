import { spawnSync } from 'node:child_process';

const marker = '@@basewise@@';

interface Asked {
  /** Where to run; this machine without it. */
  readonly root?: string;
  /** Bytes that are kept of an answer. */
  readonly most?: number;
  readonly asRoot?: boolean;
}

/** What each command says in both streams, run one after the other by an unprivileged user with nothing on standard input, two seconds at most each. */
export function answers(commands: readonly string[], { root, most = 2_000, asRoot = false }: Asked = {}): readonly string[] {
  const limited = root === undefined ? 'timeout 2' : 'busybox timeout 2';
  const script = commands.map((command) => `echo '${marker}'; ${limited} ${command} </dev/null 2>&1 | head -c ${most}; echo`).join('\n');
  const shell = ['/bin/sh', '-s'];
  const inside = asRoot ? ['/', ...shell] : ['--userspec=65534:65534', '/', ...shell];
  const { stdout } = spawnSync('chroot', root === undefined ? inside : inside.with(inside.indexOf('/'), root), {
    encoding: 'utf8',
    input: `cd /tmp\n${script}\n`,
    maxBuffer: 1 << 26,
    env: { PATH: '/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
  });
  return stdout.split(`${marker}\n`).slice(1);
}

/**
 * musl's getopt: `grep: unrecognized option: P`; glibc's: `invalid option -- 'P'`, `unrecognized option '--x'`; find: `unrecognized: -printf`,
 * `unknown predicate`; perl's Getopt::Long: `Unknown option: k`, `Option d is ambiguous (debug, disabled-login)`; procps: `unknown gnu long option`, `unsupported SysV option`.
 */
export function isRefused(output: string, option: string, program: string): boolean {
  const name = option.replace(/^--?/, '').replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  if (program === 'find') return new RegExp(`(?:unrecognized: |unknown predicate .)-${name}\\b`).test(output);
  // An applet without long options reads `--lines` as the option `-`; one without any takes it for a file.
  if (option.startsWith('--') && new RegExp(`unrecognized option: -\\n|${option}\\S*: No such file`).test(output)) return true;
  return new RegExp(
    `(?:unrecognized|invalid|unknown|bad) option(?::| --)? ?['"\`]?-{0,2}${name}\\b|unknown gnu long option|unsupported (?:SysV )?option|^option ${name} is ambiguous`,
    'im',
  ).test(output);
}
