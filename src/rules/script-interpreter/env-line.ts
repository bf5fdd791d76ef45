/** What `#!/usr/bin/env …` asks for: the kernel passes the rest of the line as one argument. Null when the interpreter is not env. */
export function parseEnvLine(line: string, interpreter: string): { readonly program: string | null; readonly splitString: boolean } | null {
  if (!/(^|\/)env$/.test(interpreter)) return null;
  const argument = line.slice(line.indexOf(interpreter) + interpreter.length).replaceAll(/^[ \t]+|[ \t]+$/g, '');
  const split = /^(-S|--split-string[ =]?|-vS)[ \t]*(.*)$/.exec(argument);
  if (split === null) return { program: argument === '' || argument.startsWith('-') ? null : argument, splitString: false };
  // With -S env splits the words itself; assignments and options come before the program.
  const program = (split[2] ?? '').split(/[ \t]+/).find((word) => word !== '' && !word.startsWith('-') && !/^\w+=/.test(word));
  return { program: program ?? null, splitString: true };
}
