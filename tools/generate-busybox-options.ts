// node tools/generate-busybox-options.ts: which options of the GNU programs busybox refuses, release by release, and which of busybox's own the programs of Debian
// refuse. Each option is given to the real program (chroot, an unprivileged user, nothing to work on); the answer is what it says. Needs root, Debian, and the kits.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { busyboxOptions, gnuOptions, valueOptions } from './busybox/help-options.ts';
import { answers, isRefused } from './busybox/try-option.ts';

/** Programs that do no harm with an option alone, and the packages of Alpine that put another program in the applet's place, themselves or by what they depend on. */
const programs: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    (
      'base64 basename cat chgrp chmod chown cksum comm cp cut date df dirname du expand fold head id install ln ls md5sum mkdir mktemp mv nice nl nproc od ' +
      'paste readlink realpath rm rmdir seq sha1sum sha256sum sha512sum shuf sort split stat tac tail tee timeout touch tr truncate uname uniq wc who'
    )
      .split(' ')
      .map((name) => [name, ['coreutils', 'uutils-coreutils']]),
  ),
  bzip2: ['bzip2'],
  cmp: ['diffutils'],
  diff: ['diffutils'],
  find: ['findutils'],
  flock: ['flock', 'util-linux', 'util-linux-misc'],
  free: ['procps', 'procps-ng'],
  getopt: ['getopt', 'util-linux', 'util-linux-misc'],
  grep: ['grep'],
  gunzip: ['gzip'],
  gzip: ['gzip'],
  hexdump: ['hexdump', 'util-linux', 'util-linux-misc'],
  hostname: ['net-tools'],
  killall: ['psmisc'],
  pgrep: ['procps', 'procps-ng'],
  pkill: ['procps', 'procps-ng'],
  ps: ['procps', 'procps-ng'],
  sed: ['sed'],
  strings: ['binutils', 'gcc', 'g++', 'build-base', 'alpine-sdk'],
  tar: ['tar', 'dpkg', 'abuild', 'alpine-sdk'],
  top: ['procps', 'procps-ng'],
  unzip: ['unzip', 'zip'],
  watch: ['procps', 'procps-ng'],
  wget: ['wget'],
  xargs: ['findutils'],
  xxd: ['xxd', 'vim'],
};
/** Adding users: both directions matter, and no busybox is without them. */
const accounts = ['adduser', 'addgroup', 'deluser', 'delgroup'];
const dates = [
  'now',
  'today',
  'yesterday',
  'tomorrow',
  '1 day ago',
  '+1 day',
  'next week',
  'last month',
  'Jan 1 2020',
  '2020-01-01T00:00:00Z',
];

const kits = resolve(process.env['BASEWISE_KITS'] ?? '../shared');
const releases = ['3.16', '3.18', '3.20', '3.23-subset'];
const work = mkdtempSync(join(tmpdir(), 'basewise-busybox-'));
const roots = releases.map((release) => {
  const root = join(work, release);
  const archive = join(kits, 'images/roots', `alpine-${release}.tar.gz`);
  if (
    spawnSync('sh', [
      '-c',
      `mkdir -p ${root} && tar xzf ${archive} -C ${root} && mkdir -p ${root}/dev && touch ${root}/dev/null && chmod 666 ${root}/dev/null`,
    ]).status !== 0
  )
    throw new Error(`cannot unpack ${archive}`);
  const applets = (answers(['busybox --list'], { root, most: 20_000 })[0] ?? '').split('\n');
  const version = /^P:busybox\nV:(.*)$/m.exec(readFileSync(join(root, 'lib/apk/db/installed'), 'utf8'))?.[1] ?? '';
  return { release: release.replace('-subset', ''), root, applets: new Set(applets), version };
});

try {
  const rows = [...Object.keys(programs), ...accounts].flatMap((program) => measure(program) ?? []);
  const dateAnswers = roots.map(({ root }) =>
    answers(
      dates.map((text) => `busybox date -d '${text}'`),
      { root },
    ),
  );
  const table = {
    source: `each option given to the applet in Alpine ${roots.map(({ release, version }) => `${release} (busybox ${version})`).join(', ')}; the options are those in the --help of the programs of Debian ${debianVersion()}, which in turn were given what busybox lists`,
    date: new Date().toISOString().slice(0, 10),
    generator: 'tools/generate-busybox-options.ts',
    releases: roots.map(({ release }) => release),
    refusedDates: dates.filter((_, index) => dateAnswers.every((said) => /invalid date/.test(said[index] ?? ''))),
    programs: rows,
  };
  writeFileSync('data/busybox-options.json', `${JSON.stringify(table, null, 1)}\n`);
} finally {
  rmSync(work, { recursive: true });
}

function measure(program: string) {
  const help = answers([`${program} ${program === 'ps' ? '--help all' : '--help'}`], { most: 40_000 })[0] ?? '';
  const asked = gnuOptions(help, program);
  const present = roots.filter(({ applets }) => applets.has(program));
  if (asked.length === 0 || present.length === 0) {
    console.log(`${program}: ${present.length === 0 ? 'no applet' : 'no options read from its help'}`);
    return null;
  }
  const commands = asked.map((option) => `busybox ${program} ${program === 'find' ? '/dev/null ' : ''}${option}`);
  const said = present.map(({ root }) => answers(commands, { root, asRoot: accounts.includes(program) }));
  const refusing = asked.map((option, index) => ({
    option,
    releases: present.filter((_, at) => isRefused(said[at]?.[index] ?? '', option, program)).map(({ release }) => release),
  }));
  const own = busyboxOptions(answers([`busybox ${program} --help`], { root: roots.at(-1)?.root ?? '/' })[0] ?? '');
  const back = answers(
    own.map((option) => `${program} ${option}`),
    { asRoot: accounts.includes(program) },
  );
  const row = {
    program,
    packages: programs[program] ?? ['shadow'],
    takesValue: valueOptions(help),
    refused: refusing.filter(({ releases: each }) => each.length === present.length).map(({ option }) => option),
    refusedIn: Object.fromEntries(
      refusing.flatMap(({ option, releases: each }) => (each.length > 0 && each.length < present.length ? [[option, each]] : [])),
    ),
    unknownToGnu: own.filter((option, index) => isRefused(back[index] ?? '', option, program)),
  };
  console.log(
    `${program}: ${asked.length} asked, ${row.refused.length} refused, ${Object.keys(row.refusedIn).length} by some; Debian refuses ${row.unknownToGnu.join(' ')}`,
  );
  return row;
}

function debianVersion(): string {
  return readFileSync('/etc/debian_version', 'utf8').trim();
}
