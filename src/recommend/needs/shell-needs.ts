import type { Software } from '../../judge/software.ts';
import type { Need } from '../../report/recommendation.ts';

/** A shell that starting the image needs, and a package manager that it calls when it runs. */
export function shellNeeds(software: Software): readonly Need[] {
  const { entrypoint } = software;
  if (entrypoint === null) return [];
  const shells = new Map<string, string>();
  for (const program of entrypoint.programs) {
    const name = baseName(program.word);
    if (isShell(name)) shells.set(name, `ENTRYPOINT or CMD: ${entrypoint.argv.join(' ').slice(0, longest)}`);
    const script = program.path === null ? null : interpreterOf(software, program.path);
    if (script !== null && isShell(script)) shells.set(script, `#! of ${program.path ?? ''}`);
  }
  const managers = entrypoint.programs.filter(({ word }) => /^(?:apk|apt|apt-get|dnf|microdnf|yum|zypper)$/.test(baseName(word)));
  return [
    ...[...shells].map(([what, shown]): Need => ({ kind: 'shell', what, certainty: 'proven', evidence: [shown] })),
    ...managers.map(({ word }): Need => ({ kind: 'package-manager', what: word, certainty: 'proven', evidence: ['ENTRYPOINT or CMD'] })),
  ];
}

const longest = 80;

function isShell(name: string): boolean {
  return /^(?:sh|bash|ash|dash|zsh|ksh|busybox)$/.test(name);
}

/** `bash` of `#!/usr/bin/env bash`. */
function interpreterOf({ rootfs, entrypoint }: Software, path: string): string | null {
  const found = rootfs.tree.lookup(path, { cwd: entrypoint?.workingDir ?? '/' });
  const script = found.ok ? rootfs.script(found.entry.identity) : null;
  if (script === null) return null;
  const words = script.line
    .replace(/^#!\s*/, '')
    .trim()
    .split(/\s+/);
  const name = baseName(words[0] ?? '');
  return name === 'env' ? baseName(words.find((word, at) => at > 0 && !word.startsWith('-') && !word.includes('=')) ?? '') : name;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
