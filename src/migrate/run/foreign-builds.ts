import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import type { RunText } from './run-text.ts';
import type { StageScope } from './stage-scope.ts';

/** What a command asks for by the name of the old C library: the runtime identifier of .NET is translated, a download or an argument is marked. */
export function foreignBuild({ list, file, fromLibc, target }: StageScope, run: RunText, command: ShellCommand): void {
  if (fromLibc !== 'musl' || target.libc !== 'glibc') return;
  const source = file.text.slice(command.start, command.end);
  if (command.name === 'dotnet') {
    // `linux-musl-x64` is `linux-x64` on glibc (.NET RID catalogue).
    for (const match of source.matchAll(/\blinux-musl-(?=x64|arm64|arm\b)/g)) {
      const start = command.start + match.index;
      const reason = "the runtime identifier of glibc's .NET";
      list.add({ start, end: start + match[0].length, after: 'linux-', reason, certainty: 'likely', rule: 'build' });
    }
    return;
  }
  if (['apk', 'sed', 'test', '[', '[[', 'echo', 'export'].includes(command.name)) return;
  const found = command.argv.slice(1).find(({ text }) => !/\s/.test(text) && isMuslBuild(text));
  if (found !== undefined)
    list.mark(run.instruction, `'${shortened(found.text)}' is built for musl or names Alpine: take the one for ${target.words}`);
}

/** `x86_64-unknown-linux-musl` is the name of static builds: they run anywhere. */
function isMuslBuild(word: string): boolean {
  const rest = word.replaceAll(/unknown-linux-musl(?:eabihf|eabi)?/g, '');
  return (
    /linux[-_]\S*musl|musl[-_]\S*linux|-musl\.(?:tar|tgz|zip|gz)|[-_]alpine[-_.](?!\d*$)|alpine-linux|^alpine$/i.test(rest) &&
    !/\.(?:apk|pub)\b/.test(rest)
  );
}

function shortened(word: string): string {
  return word.length > 80 ? `${word.slice(0, 77)}…` : word;
}
