import type { ProfileFile } from '../profile.ts';
import type { DerivedBase } from './derived-bases.ts';

/** What coreutils (or busybox) puts on PATH everywhere. */
const everywhere =
  'base64 basename cat chmod chown cp cut date dd df dirname du echo env expr false head id ln ls mkdir mktemp mv nice nohup od printenv printf pwd readlink realpath rm rmdir sed seq sha256sum sleep sort stat stty tail tee test timeout touch tr true uname uniq wc whoami yes grep';
const large = 'awk find xargs gzip tar';
const sbin = new Set(['ldconfig', 'useradd', 'groupadd']);

/** Paths of the programs that a base of this family has. */
export function programNames({ name, family }: DerivedBase): readonly string[] {
  if (family.sh === null) return [];
  const more = name.endsWith('-micro') ? [] : large.split(' ');
  const shells = family.sh === 'dash' ? ['dash', 'bash'] : [family.sh];
  const names = [...everywhere.split(' '), ...more, ...shells, ...family.programs];
  return names.map((each) => `${sbin.has(each) ? '/usr/sbin' : '/usr/bin'}/${each}`);
}

export function baseTexts({ family, release, prettyName }: DerivedBase): readonly ProfileFile[] {
  const osRelease = [
    `ID=${family.id}`,
    ...(family.like.length === 0 ? [] : [`ID_LIKE="${family.like.join(' ')}"`]),
    ...(release === 'rolling' ? [] : [`VERSION_ID="${release}"`]),
    `PRETTY_NAME="${prettyName}"`,
  ];
  const mode = 0o644;
  return [
    { path: '/etc/os-release', mode, text: `${osRelease.join('\n')}\n` },
    { path: '/etc/passwd', mode, text: 'root:x:0:0:root:/root:/bin/sh\n' },
    { path: '/etc/group', mode, text: 'root:x:0:\n' },
    { path: '/etc/nsswitch.conf', mode, text: 'hosts: files dns\n' },
  ];
}
