import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import type { StageScope } from './stage-scope.ts';

/**
 * `mkdir /lib64 && ln -s /lib/libc.musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2`: musl under the name of glibc's loader, where glibc itself is on the target. There the
 * folder exists, so that `mkdir` would stop the build.
 */
export function isLoaderLink({ fromLibc, target }: StageScope, { name, argv }: ShellCommand): boolean {
  if (fromLibc !== 'musl' || target.libc !== 'glibc') return false;
  const operands = argv.slice(1).flatMap(({ text }) => (text.startsWith('-') ? [] : [text]));
  if (name === 'mkdir') return operands.length > 0 && operands.every((path) => /^\/lib64\/?$/.test(path));
  return (
    name === 'ln' && operands.some((path) => /\/(?:libc\.musl-|ld-musl-)/.test(path)) && /^\/lib(?:64)?(?:\/|$)/.test(operands.at(-1) ?? '')
  );
}
