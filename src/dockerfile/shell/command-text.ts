import type { ShellCommand } from './command.ts';

/** The command as a person would type it, cut off after `most` characters: what evidence and messages show of it. */
export function commandText({ argv }: Pick<ShellCommand, 'argv'>, most: number): string {
  return argv
    .map(({ text }) => text)
    .join(' ')
    .slice(0, most);
}
