import type { ShellCommand, ShellWord } from './command.ts';
import { optionValue, parseOptions } from './options.ts';

/** A file that a command fetches from somewhere. */
export interface Download {
  readonly url: ShellWord;
  /** Where it is written, undefined for standard output or the URL's own name. */
  readonly to?: string;
  /** The next programs in the pipe: `tar`, `sh`, `gpg`. */
  readonly pipedTo: readonly string[];
  readonly command: ShellCommand;
}

/** URLs of curl, wget, git clone, and of package managers that take URLs. */
export function downloads(command: ShellCommand): readonly Download[] {
  const urls = command.argv.slice(1).filter(({ text }) => /^(?:https?|ftp):\/\//.test(text));
  if (urls.length === 0 || !['curl', 'wget', 'git', 'aria2c', 'fetch'].includes(command.name)) return [];
  const parsed = parseOptions(
    command.argv.slice(1),
    /^-[oOPHAebuUTdXF]$|^--(?:output|output-document|directory-prefix|header|user-agent|retry|proto|connect-timeout|max-time|data|request)$/,
  );
  // curl's -O takes no value, wget's does.
  const to = command.name === 'curl' ? optionValue(parsed, '-o', '--output') : optionValue(parsed, '-O', '--output-document');
  const clone = command.name === 'git' ? parsed.operands.at(-1) : undefined;
  const target = command.name === 'git' ? (clone !== undefined && !urls.includes(clone) ? clone.text : undefined) : to?.text;
  const pipedTo = command.pipeline.slice(command.pipelineIndex + 1);
  return urls.map((url) => ({ url, pipedTo, command, ...(target === undefined || target === '-' ? {} : { to: target }) }));
}

/** Facts that the name of a downloaded file gives away: `node-v22-linux-x64-musl.tar.xz`, `protoc-linux-aarch_64.zip`. */
export interface ArchiveHints {
  readonly linux: boolean;
  /** As written: `x86_64`, `amd64`, `arm64`. */
  readonly architecture?: string;
  readonly libc?: 'musl' | 'glibc' | 'static';
}

export function archiveHints(url: string): ArchiveHints {
  const name = url.split(/[?#]/)[0]?.split('/').slice(-3).join('/') ?? '';
  const architecture =
    /(?:^|[^a-z0-9])(x86[_-]64|amd64|x64|aarch[_-]?64|arm64|armv[5-8][a-z]*|arm|i[36]86|386|ppc64le|s390x|riscv64)(?![a-z0-9])/i.exec(
      name,
    )?.[1];
  const libc = /musl/i.test(name)
    ? 'musl'
    : /(?:^|[^a-z])(?:gnu|glibc|manylinux\w*)(?:[^a-z]|$)/i.test(name)
      ? 'glibc'
      : /(?:^|[^a-z])static(?:[^a-z]|$)/i.test(name)
        ? 'static'
        : undefined;
  return {
    linux: /(?:^|[^a-z])linux(?:[^a-z]|$|32|64)/i.test(name),
    ...(architecture === undefined ? {} : { architecture }),
    ...(libc === undefined ? {} : { libc }),
  };
}
