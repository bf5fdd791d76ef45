import type { ShellCommand } from '../../dockerfile/shell/command.ts';

/** It runs whenever the RUN gets that far. */
export function isPlain({ guards, pipeline }: ShellCommand): boolean {
  return (
    pipeline.length < 2 &&
    guards.every(({ kind, taken }) => (kind === 'and' && taken === 'yes') || (kind === 'subshell' && taken === 'yes'))
  );
}

export function needsBraces({ guards, pipeline }: ShellCommand): boolean {
  const last = guards.at(-1)?.kind;
  return pipeline.length > 1 || last === 'or' || guards.some(({ kind }) => kind === 'background');
}

/** Each word stands in the file where its range says. */
export function isPlaced(text: string, { argv, name }: ShellCommand): boolean {
  const program = argv[0];
  if (program === undefined || !text.slice(program.start, program.end).replaceAll(/["']/g, '').endsWith(name)) return false;
  return argv.every(({ start, end }, index) => {
    const before = argv[index - 1];
    return end > start && (before === undefined || start >= before.end || start === before.start);
  });
}
