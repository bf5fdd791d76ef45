import type { Instruction } from '../../formats/text/dockerfile/dockerfile.ts';
import type { StageScope } from './stage-scope.ts';

/**
 * Users and groups that a base or a package brings, and that have another name on the target or none: in USER, `--chown`, and the arguments of chown, su-exec and
 * the like. `nobody:nobody` is written as the target has it; any other is marked. A name that the file itself creates is its own.
 */
export function ownerEdits(scope: StageScope, instruction: Instruction): void {
  const { file, list, target } = scope;
  const { start, end } = instruction.range;
  const source = file.text.slice(start, end);
  if (!/^(?:RUN|USER|COPY|ADD|ENTRYPOINT|CMD|ONBUILD)\b/i.test(source)) return;
  for (const { name, side, why } of strangers(scope)) {
    if (isCreated(file.text, name)) continue;
    for (const match of source.matchAll(usage(name, side))) {
      if (name === NOBODY && match[0].endsWith(`:${NOBODY}`)) {
        const at = start + match.index + match[0].length - NOBODY.length;
        const group = target.manager === 'apt' ? 'nogroup' : NOBODY;
        list.add({ start: at, end: at + NOBODY.length, after: group, reason: why, certainty: 'likely', rule: 'user' });
      } else list.mark(instruction, `${name}: ${why}`);
    }
  }
}

const NOBODY = 'nobody';

interface Stranger {
  readonly name: string;
  readonly side: 'user' | 'group';
  readonly why: string;
}

function strangers(scope: StageScope): readonly Stranger[] {
  const { from, target, image, installedBefore } = scope;
  const to = target.manager === 'apt' ? 'debian' : target.family === 'alpine' ? 'apk' : target.family === 'wolfi' ? 'wolfi' : 'dnf';
  if (from === to) return [];
  const found: Stranger[] = [];
  const missing = (side: Stranger['side'], names: readonly string[]): void =>
    void found.push(...names.map((name): Stranger => ({ name, side, why: `${target.words} has no ${side} ${name}` })));
  if (to === 'debian') missing('group', ['nobody', 'wheel']);
  if (from === 'debian' && !BRINGS_WWW.has(image)) missing('user', ['www-data']);
  if (from === 'debian' && to !== 'apk') missing('group', ['nogroup', 'sudo']);
  if (from === 'debian') missing('user', ['_apt', 'backup', 'proxy', 'list', 'irc']);
  if (from === 'apk' && to === 'debian') {
    for (const [name, [packages, instead]] of Object.entries(packageUsers)) {
      if (
        packages.some((each) =>
          [...installedBefore].some((installed) => installed === each || (each.endsWith('-') && installed.startsWith(each))),
        )
      )
        found.push({ name, side: 'user', why: `Debian's package has the user ${instead} instead` });
    }
  }
  return found;
}

/** Images that make www-data on every distribution. */
const BRINGS_WWW = new Set(['php', 'wordpress', 'nextcloud', 'httpd', 'drupal']);

/** User → the Alpine packages that make it, and the user of Debian's package (pre-install scripts of aports; postinst of Debian's packages). */
const packageUsers: Readonly<Record<string, readonly [packages: readonly string[], instead: string]>> = {
  nginx: [['nginx'], 'www-data'],
  apache: [['apache2'], 'www-data'],
  lighttpd: [['lighttpd'], 'www-data'],
  memcached: [['memcached'], 'memcache'],
  tor: [['tor'], 'debian-tor'],
  named: [['bind'], 'bind'],
  chrony: [['chrony'], '_chrony'],
  squid: [['squid'], 'proxy'],
  transmission: [['transmission-daemon'], 'debian-transmission'],
  icecast: [['icecast'], 'icecast2'],
  vsftp: [['vsftpd'], 'ftp'],
};

function isCreated(text: string, name: string): boolean {
  return new RegExp(String.raw`(?:adduser|useradd|addgroup|groupadd)\b[^\n&;|]*\s${name}(?:\s|$)`, 'm').test(text);
}

/** Where a name stands as an owner: `USER x:y`, `--chown=x:y`, `chown -R x:y`, `su-exec x`. */
function usage(name: string, side: Stranger['side']): RegExp {
  const before = String.raw`(?:^USER\s+|--chown=|\b(?:chown|install)\b[^\n&;|]*?\s(?:-o\s*)?|\b(?:su-exec|gosu|setpriv --reuid=?)["',\s]+|\busermod\b[^\n&;|]*\s)["']?`;
  const owner = side === 'user' ? String.raw`${name}(?::[\w.-]+)?` : String.raw`[\w.-]*:${name}`;
  const chgrp = String.raw`\bchgrp\s[^\n&;|]*?${name}`;
  return new RegExp(String.raw`${before}${owner}(?![\w.-])${side === 'group' ? `|${chgrp}(?![\\w.-])` : ''}`, 'gm');
}
