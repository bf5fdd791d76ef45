import { spawnSync } from 'node:child_process';

/** Names of an APKINDEX.tar.gz, without documentation, translations and files of the init system. */
export function alpineNames(archive: string): { readonly description: string; readonly names: readonly string[] } {
  const names = [...read(archive, 'APKINDEX').matchAll(/^P:(\S+)$/gm)].flatMap(([, name = '']) => (isPart(name) ? [] : [name]));
  return { description: read(archive, 'DESCRIPTION').trim(), names: [...new Set(names)].sort() };
}

function isPart(name: string): boolean {
  return /-(?:doc|lang|openrc|dbg|(?:bash|fish|zsh)-completion|vim|static)$/.test(name);
}

function read(archive: string, member: string): string {
  const done = spawnSync('tar', ['-xzOf', archive, member], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`tar: ${done.stderr}`);
  return done.stdout;
}
