import type { Arguments, Instruction, Range } from '../../formats/text/dockerfile/dockerfile.ts';
import { originRange } from '../../formats/text/dockerfile/mapped-text.ts';
import type { Step } from '../../dockerfile/stages/step.ts';
import { listedPackages } from './listed-packages.ts';
import { programPackage } from './programs.ts';
import { renamedProgram } from './renamed-programs.ts';
import type { StageScope } from './stage-scope.ts';

/** What lies outside package commands: paths that differ, SHELL, the locale, and programs that CMD, ENTRYPOINT and HEALTHCHECK start. */
export function instructionEdits(scope: StageScope, { instruction, inherited }: Step): void {
  if (inherited) return;
  const own = instruction.value.kind === 'onbuild' ? instruction.value.instruction : instruction;
  pathEdits(scope, instruction, own.keyword);
  if (own.keyword === 'SHELL') shellEdit(scope, instruction, own);
  if (own.keyword === 'ENV') {
    localeEdit(scope, instruction, own);
    listedPackages(scope, instruction, own);
  }
  for (const words of started(own.value, own.keyword)) startedEdits(scope, instruction, words);
}

interface PathRule {
  readonly from: string;
  readonly to: string;
  /** Only where this package of the old base brought it. */
  readonly with?: string;
  readonly why: string;
}

/** Paths of the same file (base-images.md, package-mapping.md traps; file lists of the packages). */
const offAlpine: readonly PathRule[] = [
  { from: '/sbin/tini', to: '/usr/bin/tini', with: 'tini', why: "Debian's tini is in /usr/bin" },
  { from: '/sbin/su-exec', to: '/usr/sbin/gosu', with: 'su-exec', why: 'gosu stands in for su-exec' },
  { from: '/usr/bin/chromium-browser', to: '/usr/bin/chromium', with: 'chromium', why: "Debian's chromium has no second name" },
  { from: '/bin/ash', to: '/bin/sh', why: 'ash is busybox' },
  { from: '/etc/ssl/cert.pem', to: '/etc/ssl/certs/ca-certificates.crt', why: 'where Debian keeps the bundle' },
];
const ontoAlpine: readonly PathRule[] = [
  { from: '/usr/bin/tini', to: '/sbin/tini', with: 'tini', why: "Alpine's tini is in /sbin" },
  { from: '/usr/sbin/gosu', to: '/usr/bin/gosu', with: 'gosu', why: "Alpine's gosu is in /usr/bin" },
];

/** Files that mean nothing on the other base. */
const foreign: readonly { readonly pattern: RegExp; readonly why: string; readonly libc: 'musl' | 'glibc' }[] = [
  {
    // Named exactly, the loader is a link that is dropped (loader-link.ts); with a star, in ld.so.conf or from another image it is a whole glibc.
    pattern:
      /\/usr\/glibc-compat|alpine-pkg-glibc|\/lib\/ld-musl-|ld-linux-\*|\/etc\/ld\.so\.(?:conf|cache)|--from=\S+[^\n]*(?:ld-linux|-linux-gnu)/,
    why: 'a C library added beside the own one is not needed here: take this out',
    libc: 'musl',
  },
  { pattern: /preloadable_libiconv\.so/, why: 'glibc has a full iconv: take the LD_PRELOAD out', libc: 'musl' },
  {
    pattern: /\/etc\/periodic\/|\/etc\/crontabs\//,
    why: "busybox's crond reads these files, Debian's cron reads /etc/cron.d",
    libc: 'musl',
  },
  { pattern: /\/(?:x86_64|aarch64)-linux-gnu\//, why: "Debian's multiarch folder is not there", libc: 'glibc' },
  { pattern: /\/lib64\/ld-linux|\/etc\/ld\.so\.conf/, why: "glibc's loader and its settings are not there", libc: 'glibc' },
];

function pathEdits({ file, list, target, fromLibc, installedBefore }: StageScope, instruction: Instruction, keyword: string): void {
  if (fromLibc === target.libc || !['RUN', 'CMD', 'ENTRYPOINT', 'ENV', 'HEALTHCHECK', 'COPY', 'ADD', 'SHELL'].includes(keyword)) return;
  const { start, end } = instruction.range;
  const source = file.text.slice(start, end);
  const rules = fromLibc === 'musl' && target.manager === 'apt' ? offAlpine : fromLibc === 'glibc' ? ontoAlpine : [];
  for (const { from, to, with: brought, why } of keyword === 'SHELL' ? [] : rules) {
    if (brought !== undefined && !installedBefore.has(brought)) continue;
    for (let at = source.indexOf(from); at !== -1; at = source.indexOf(from, at + from.length)) {
      if (/[\w./-]/.test(source[at - 1] ?? '') || /[\w.-]/.test(source[at + from.length] ?? '')) continue;
      list.add({ start: start + at, end: start + at + from.length, after: to, reason: why, certainty: 'likely', rule: 'path' });
    }
  }
  for (const { pattern, why, libc } of foreign) {
    const found = libc === fromLibc ? pattern.exec(source)?.[0] : undefined;
    if (found !== undefined) list.mark(instruction, `${found}: ${why}`);
  }
}

/** `SHELL ["/bin/ash", "-eo", "pipefail", "-c"]`: dash has no pipefail, bash has all of it. */
function shellEdit({ list, target, fromLibc, wanted }: StageScope, instruction: Instruction, { value, unfolded }: Instruction): void {
  const program = value.kind === 'exec' ? value.items[0] : undefined;
  if (value.kind !== 'exec' || program === undefined) return;
  const range = originRange(unfolded, program);
  const options = value.items.slice(1).some(({ text }) => text === 'pipefail');
  const isAsh = /(?:^|\/)ash$/.test(program.text) || (options && /(?:^|\/)sh$/.test(program.text));
  if (fromLibc === 'musl' && target.libc === 'glibc' && isAsh && target.family !== 'wolfi') {
    list.add({
      ...range,
      after: '"/bin/bash"',
      reason: `busybox ash with these options is bash on ${target.words}`,
      certainty: 'likely',
      rule: 'shell',
    });
  }
  if (target.manager === 'apk' && /(?:^|\/)bash$/.test(program.text) && !wanted.has('bash'))
    wanted.set('bash', { program: 'bash', offset: instruction.range.start, instruction });
}

/** musl takes any locale for UTF-8; glibc falls back to C, which is ASCII, unless the locale was generated. C.UTF-8 is in libc-bin. */
function localeEdit({ file, list, target, fromLibc, installed }: StageScope, _outer: Instruction, { value, unfolded }: Instruction): void {
  if (value.kind !== 'pairs' || fromLibc !== 'musl' || target.manager !== 'apt' || installed.has('locales')) return;
  for (const pair of value.items) {
    if (!/^(?:LANG|LC_\w+)$/.test(pair.name) || !/^"?[a-z]{2}_[A-Z]{2}\.(?:UTF-8|utf8)"?$/.test(pair.value)) continue;
    const range = originRange(unfolded, { start: pair.valueStart, end: pair.valueStart + pair.value.length });
    if (file.text.slice(range.start, range.end) !== pair.value) continue;
    list.add({
      ...range,
      after: 'C.UTF-8',
      reason: 'glibc has no locale that was not generated; C.UTF-8 is always there',
      certainty: 'likely',
      rule: 'locale',
    });
  }
}

interface StartedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly exec: boolean;
}

/** The words of CMD, ENTRYPOINT and HEALTHCHECK, in the unfolded line. */
function started(value: Arguments, keyword: string): readonly (readonly StartedWord[])[] {
  if (keyword !== 'CMD' && keyword !== 'ENTRYPOINT' && keyword !== 'HEALTHCHECK') return [];
  const command = value.kind === 'healthcheck' ? value.command : value;
  if (command.kind === 'exec') return [command.items.map((item) => ({ ...item, exec: true }))];
  if (command.kind !== 'shell') return [];
  return [command.text.split(/[\s;&|()]+/).map((text) => ({ text, start: 0, end: 0, exec: false }))];
}

function startedEdits(scope: StageScope, instruction: Instruction, words: readonly StartedWord[]): void {
  const { file, list, target, wanted, installed } = scope;
  const inner = instruction.value.kind === 'onbuild' ? instruction.value.instruction : instruction;
  words.forEach((word, index) => {
    // su-exec may stand behind an init; anything else is renamed where it is what starts.
    const renamed = index === 0 || word.text === 'su-exec' || !word.exec ? renamedProgram(scope, word.text) : undefined;
    if (renamed !== undefined) {
      const range = word.exec ? originRange(inner.unfolded, word) : placeOf(file.text, instruction, word.text);
      const after = word.exec ? JSON.stringify(renamed.to) : renamed.to;
      if (range !== undefined) list.add({ ...range, after, reason: renamed.why, certainty: 'likely', rule: 'program' });
      const other = words
        .slice(index + 1)
        .find(({ text }) => renamed.options !== undefined && text.startsWith('-') && !renamed.options.test(text));
      if (other !== undefined) list.mark(instruction, `${renamed.to} of ${target.words} does not know ${other.text}`);
    }
    // In exec form only the program, or what stands behind CMD-SHELL, is started; a path of its own says where it comes from.
    if (word.exec && index > 0) return;
    const name = word.text.replace(/^\/(?:usr\/)?s?bin\//, '');
    const found = /^[a-z][\w-]*$/.test(name) ? programPackage(scope, { name, argv: [] }) : undefined;
    if (found !== undefined && !installed.has(found) && !wanted.has(found))
      wanted.set(found, { program: name, offset: instruction.range.start, instruction });
  });
}

/** Where a word of a shell form stands in the file. */
function placeOf(text: string, { range }: Instruction, word: string): Range | undefined {
  const at = text.slice(range.start, range.end).search(new RegExp(`(?<![\\w./-])${word}(?![\\w./-])`));
  return at === -1 ? undefined : { start: range.start + at, end: range.start + at + word.length };
}
