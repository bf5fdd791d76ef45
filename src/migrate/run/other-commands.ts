import type { ShellCommand, ShellWord } from '../../dockerfile/shell/command.ts';
import { isPlaced } from './command-place.ts';
import { dropCommand } from './drop-command.ts';
import type { RunText } from './run-text.ts';
import { keepsManager } from './same-manager.ts';
import type { StageScope } from './stage-scope.ts';
import { programPackage } from './programs.ts';

/** What a command needs besides packages and users: renamed tools, files that the other base treats differently, programs that it lacks. */
export function otherEdits(scope: StageScope, run: RunText, command: ShellCommand): void {
  if (command.name === '' || !isPlaced(scope.file.text, command)) {
    markRepository(scope, run, command);
    return;
  }
  if (markRepository(scope, run, command)) return;
  renameProgram(scope, command);
  localTime(scope, command);
  linkerCache(scope, run, command);
  externallyManaged(scope, command);
  need(scope, run, command);
}

/** Repositories, keys and package queries of the old base: refused, each with its reason. */
function markRepository(scope: StageScope, run: RunText, command: ShellCommand): boolean {
  const { list, from, target, file } = scope;
  if (keepsManager(scope)) return false;
  const source = file.text.slice(command.start, command.end);
  const files = from === 'debian' ? /\/etc\/apt\/|\/usr\/share\/keyrings/ : from === 'dnf' ? /\/etc\/yum\.repos\.d/ : /\/etc\/apk\//;
  const place = files.exec(source)?.[0] ?? command.redirects.map(({ target: to }) => to?.text ?? '').find((text) => files.test(text));
  if (place !== undefined && target.manager !== (from === 'debian' ? 'apt' : null)) {
    list.mark(run.instruction, `\`${command.name}\` changes the old base's package sources (${place}): ${target.words} has its own`);
    return true;
  }
  const queries =
    from === 'debian'
      ? debianTools
      : from === 'dnf'
        ? /^(?:rpm|dnf-config-manager|subscription-manager)$/
        : /^(?:apk|scanelf|setup-\w+|rc-update|rc-service|openrc)$/;
  if (!queries.test(command.name) || (from === 'debian' && target.manager === 'apt')) return false;
  list.mark(run.instruction, `\`${source.split(/\s+/).slice(0, 3).join(' ')}\` belongs to the old base`);
  return true;
}

const debianTools =
  /^(?:dpkg|dpkg-query|dpkg-reconfigure|dpkg-divert|dpkg-statoverride|apt-key|apt-cache|apt-mark|apt-config|add-apt-repository|debconf-set-selections|update-alternatives|locale-gen|localedef|update-locale|apt-get|apt|aptitude|gdebi|update-rc\.d|service)$/;

/** `su-exec app prog` is `gosu app prog`; ash is sh. */
function renameProgram(scope: StageScope, command: ShellCommand): void {
  const { list, file, target, fromLibc } = scope;
  if (fromLibc !== 'musl' || target.libc === 'musl') return;
  const word = command.argv[0];
  if (word !== undefined && command.name === 'ash') {
    list.add({
      start: word.start,
      end: word.end,
      after: 'sh',
      reason: `ash is busybox's shell; ${target.words} has sh`,
      certainty: 'likely',
      rule: 'shell',
    });
  }
  if (!command.wrappers.includes('su-exec') && command.name !== 'su-exec') return;
  const at = file.text.slice(command.start, command.end).search(/\bsu-exec\b/);
  if (at === -1) return;
  const start = command.start + at;
  list.add({ start, end: start + 7, after: 'gosu', reason: 'gosu takes the same words', certainty: 'likely', rule: 'program' });
}

/** /etc/localtime is a link on Debian: cp would write through it into the zone's file, and ln needs -f. */
function localTime({ list, target, fromLibc }: StageScope, command: ShellCommand): void {
  const last = command.argv.at(-1);
  const program = command.argv[0];
  if (fromLibc !== 'musl' || target.manager !== 'apt' || last?.text !== '/etc/localtime' || program === undefined) return;
  const flags = command.argv
    .slice(1)
    .map(({ text }) => text)
    .filter((text) => text.startsWith('-'));
  const change = {
    start: program.end,
    end: program.end,
    reason: '/etc/localtime is there already, as a link',
    certainty: 'likely',
    rule: 'time-zone',
  } as const;
  if (command.name === 'cp' && !flags.includes('--remove-destination')) list.add({ ...change, after: ' --remove-destination' });
  if (command.name === 'ln' && !flags.some((flag) => /^-\w*f|^--force/.test(flag))) list.add({ ...change, after: ' -f' });
}

/** glibc finds libraries in /usr/local/lib through its cache; musl looks there itself and has none. */
function linkerCache(scope: StageScope, run: RunText, command: ShellCommand): void {
  const { list, target, fromLibc } = scope;
  if (fromLibc === 'glibc' && target.libc === 'musl') {
    if (command.name === 'ldconfig') dropCommand(scope, run, command, 'musl keeps no cache of libraries', 'ldconfig');
    return;
  }
  if (fromLibc !== 'musl' || target.libc !== 'glibc') return;
  const installs = (command.name === 'make' || command.name === 'ninja') && command.argv.slice(1).some(({ text }) => text === 'install');
  const staged = command.argv.some(({ text }) => text.startsWith('DESTDIR=')) || command.pipeline.length > 1;
  const later = run.commands.some(({ name, start }) => name === 'ldconfig' && start > command.start);
  const end = Math.max(command.end, ...command.redirects.map((redirect) => redirect.end));
  if (installs && !staged && !later && command.wrappers.length === 0) {
    list.add({
      start: end,
      end,
      after: ' && ldconfig',
      reason: 'glibc finds new libraries in /usr/local/lib through its cache',
      certainty: 'likely',
      rule: 'ldconfig',
    });
  }
}

/** PEP 668: Debian from 12, Ubuntu from 24.04 and Alpine from 3.19 refuse pip outside a virtual environment, for their own Python. */
function externallyManaged(scope: StageScope, command: ShellCommand): void {
  const { list, target, image } = scope;
  const install = command.argv.findIndex(({ text }) => text === 'install');
  const isModule = /^python3?$/.test(command.name) && command.argv[1]?.text === '-m' && command.argv[2]?.text === 'pip';
  const verb = /^pip3?$/.test(command.name) || isModule ? command.argv[install] : undefined;
  if (verb === undefined || image === 'python' || keepsManager(scope) || !isManaged(target)) return;
  const path = command.argv[0]?.text ?? '';
  if (path.includes('/') || !(scope.installed.has('python3-pip') || scope.installed.has('py3-pip'))) return;
  if (command.argv.some(({ text }) => /^--(?:break-system-packages|user|target|prefix)/.test(text))) return;
  const reason = `${target.words}'s own Python refuses pip install without it (PEP 668)`;
  list.add({ start: verb.end, end: verb.end, after: ' --break-system-packages', reason, certainty: 'likely', rule: 'python' });
}

function isManaged({ family, release }: StageScope['target']): boolean {
  if (family === 'alpine') return Number(release?.split('.')[1] ?? 0) >= 19;
  return family === 'debian' || (family === 'ubuntu' && release !== '22.04');
}

/** A program of the old base that the new one does not have. */
function need(scope: StageScope, run: RunText, command: ShellCommand): void {
  const program: ShellWord | undefined = command.argv[0];
  const isFunction = run.commands.some(({ guards }) => guards.some((guard) => guard.kind === 'function' && guard.text === command.name));
  // A path outside the usual folders says where it comes from.
  if (program === undefined || isFunction || program.text.replace(/^\/(?:usr\/)?s?bin\//, '').includes('/')) return;
  const found = programPackage(scope, command);
  if (found === undefined || scope.installed.has(found) || scope.wanted.has(found)) return;
  scope.wanted.set(found, { program: command.name, offset: command.start, instruction: run.instruction });
}
