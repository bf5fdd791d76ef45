/** Options that a GNU program's --help lists at the starts of its lines; for find its tests and actions, for Debian's adduser those in brackets. */
export function gnuOptions(help: string, program: string): readonly string[] {
  if (program === 'find') return [...new Set(help.match(/(?<![\w-])-[a-z][\w-]+/g) ?? [])].filter((word) => word.length > 2).toSorted();
  const found = new Set<string>();
  if (/^(?:add|del)(?:user|group)$/.test(program)) for (const word of help.match(/--[a-z][\w-]+/g) ?? []) found.add(word);
  for (const line of help.split('\n')) {
    const start = /^\s{1,10}(-.*)$/.exec(line)?.[1];
    if (start === undefined) continue;
    for (const word of namesOf(start).match(/(?<![\w=[-])--?[A-Za-z0-9][\w-]*/g) ?? [])
      if (/^(?:-[A-Za-z0-9]|--[\w-]{2,})$/.test(word)) found.add(word);
  }
  found.delete('--help');
  found.delete('--version');
  return [...found].toSorted();
}

/** Short options that take the next word, or the rest of theirs, and long ones that take the next word. */
export function valueOptions(help: string): readonly string[] {
  const found = new Set<string>();
  for (const line of help.split('\n')) {
    const start = /^\s{1,10}(-.*)$/.exec(line)?.[1];
    const names = namesOf(start ?? '');
    const both = /^-([A-Za-z0-9]), (--[\w-]+)[= ]<?[A-Za-z]/.exec(names);
    if (both?.[1] !== undefined && both[2] !== undefined) found.add(`-${both[1]}`).add(both[2]);
    const short = /^-([A-Za-z0-9])(?:,? ?[A-Z]{2,}| <)/.exec(names)?.[1];
    if (short !== undefined) found.add(`-${short}`);
    const long = /(--[\w-]+)=[A-Za-z<]/.exec(names)?.[1];
    if (long !== undefined) found.add(long);
  }
  return [...found].toSorted();
}

/** The names in front of the explanation: `-c  --format=FORMAT`, `-P, --perl-regexp`. */
function namesOf(start: string): string {
  return start.replace(/^(-\w),?\s+(?=--)/, '$1, ').split(/\s{2,}|\t/)[0] ?? '';
}

/** Options that busybox lists in an applet's help. */
export function busyboxOptions(help: string): readonly string[] {
  const found = new Set<string>();
  for (const line of help.split('\n')) {
    const names = /^\t(-[^\t]*)/.exec(line)?.[1] ?? '';
    for (const word of names.match(/(?<![\w-])--?[A-Za-z0-9][\w-]*/g) ?? [])
      if (/^(?:-[A-Za-z0-9]|--[\w-]{2,})$/.test(word)) found.add(word);
  }
  return [...found].toSorted();
}
