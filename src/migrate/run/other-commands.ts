import type { ShellCommand, ShellWord } from '../../dockerfile/shell/command.ts';
import { isPlaced } from './command-place.ts';
import { dropCommand } from './drop-command.ts';
import { foreignBuild } from './foreign-builds.ts';
import type { RunText } from './run-text.ts';
import { externallyManaged } from './externally-managed.ts';
import { isLoaderLink } from './loader-link.ts';
import { keepsManager } from './same-manager.ts';
import type { StageScope } from './stage-scope.ts';
import { programPackage } from './programs.ts';
import { renamedProgram } from './renamed-programs.ts';

/** What a command needs besides packages and users: renamed tools, files that the other base treats differently, programs that it lacks. */
export function otherEdits(scope: StageScope, run: RunText, command: ShellCommand): void {
  if (command.name === '' || !isPlaced(scope.file.text, command)) {
    markRepository(scope, run, command);
    return;
  }
  if (markRepository(scope, run, command)) return;
  if (isLoaderLink(scope, command)) {
    dropCommand(scope, run, command, `${scope.target.words} has its loader at this place`, 'loader');
    return;
  }
  renameProgram(scope, run, command);
  localTime(scope, command);
  linkerCache(scope, run, command);
  externallyManaged(scope, command);
  foreignBuild(scope, run, command);
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
  if (isSettled(scope, run, command)) {
    dropCommand(scope, run, command, `${target.words} needs no such step`, 'locale');
    return true;
  }
  list.mark(run.instruction, `\`${source.split(/\s+/).slice(0, 3).join(' ')}\` belongs to the old base`);
  return true;
}

/** A locale whose language pack is installed; the time zone whose link the same RUN makes. */
function isSettled({ installed, target }: StageScope, { commands }: RunText, { name, argv }: ShellCommand): boolean {
  if (name === 'locale-gen' || name === 'localedef')
    return target.manager !== 'apt' && [...installed].some((each) => each.startsWith('glibc-langpack') || each === 'glibc-all-langpacks');
  if (name !== 'dpkg-reconfigure' || !argv.some(({ text }) => text === 'tzdata')) return false;
  return commands.some((other) => (other.name === 'ln' || other.name === 'cp') && other.argv.some(({ text }) => text === '/etc/localtime'));
}

const debianTools =
  /^(?:dpkg|dpkg-query|dpkg-reconfigure|dpkg-divert|dpkg-statoverride|apt-key|apt-cache|apt-mark|apt-config|(?:add-apt|apt-add)-repository|debconf-set-selections|update-alternatives|locale-gen|localedef|update-locale|apt-get|apt|aptitude|gdebi|update-rc\.d|service|lsb_release)$/;

/** `su-exec app prog` is `gosu app prog`, `crond` is `cron`; the words behind it stay. */
function renameProgram(scope: StageScope, run: RunText, command: ShellCommand): void {
  const { list, file, target } = scope;
  const named = [command.name, ...command.wrappers];
  for (const name of named) {
    const renamed = renamedProgram(scope, name);
    if (renamed === undefined) continue;
    const at = file.text.slice(command.start, command.end).search(new RegExp(`(?<![\\w./-])${name}(?![\\w./-])`));
    if (at === -1) continue;
    const start = command.start + at;
    list.add({ start, end: start + name.length, after: renamed.to, reason: renamed.why, certainty: 'likely', rule: 'program' });
    const other = command.argv
      .slice(1)
      .find(({ text }) => renamed.options !== undefined && text.startsWith('-') && !renamed.options.test(text));
    if (other !== undefined) list.mark(run.instruction, `${renamed.to} of ${target.words} does not know ${other.text}`);
  }
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

/** A program of the old base that the new one does not have. */
export function need(scope: StageScope, run: RunText, command: ShellCommand): void {
  const program: ShellWord | undefined = command.argv[0];
  const isFunction = run.commands.some(({ guards }) => guards.some((guard) => guard.kind === 'function' && guard.text === command.name));
  // A path outside the usual folders says where it comes from.
  if (program === undefined || isFunction || program.text.replace(/^\/(?:usr\/)?s?bin\//, '').includes('/')) return;
  const found = programPackage(scope, command);
  if (found === undefined || scope.installed.has(found) || scope.wanted.has(found)) return;
  scope.wanted.set(found, { program: command.name, offset: command.start, instruction: run.instruction });
}
