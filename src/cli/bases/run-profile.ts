import { writeFileSync } from 'node:fs';
import { makeProfile } from '../../bases/profiles/make-profile.ts';
import { packProfile } from '../../bases/profiles/pack-profile.ts';
import type { Profile } from '../../bases/profiles/profile.ts';
import { findShippedProfile } from '../../bases/profiles/shipped-profiles.ts';
import { BasewiseError } from '../../errors.ts';
import { understand } from '../../judge/understand.ts';
import { machinePlatform } from '../../subjects/manifests/platform.ts';
import type { ProfileOptions } from '../commands/bases-profile.ts';
import type { CommandIo } from '../io.ts';
import { parsePlatform } from '../options.ts';
import { readWithProgress } from '../reading.ts';
import { profileStore, storeProfile } from './profile-store.ts';

/**
 * Makes a profile of a real root. Without `--output` it goes to the store under its name; a standard output that is no terminal gets the profile itself as
 * JSON too, so that `basewise bases profile SUBJECT > FILE` keeps it.
 */
export async function runProfile(subject: string, options: ProfileOptions, io: CommandIo): Promise<void> {
  const asked = parsePlatform(options.platform);
  const read = await readWithProgress(subject, asked, io);
  const { base, packages } = understand(read.name, read.rootfs, read.config);
  if (base === null) {
    throw new BasewiseError('no-base', 'nothing in it tells a base: no distribution, package database or C library', { path: subject });
  }
  const { os, architecture } = read.platform ?? asked ?? machinePlatform();
  const platform = `${os}/${architecture}`;
  const about = {
    name: options.name ?? nameOf(subject, platform),
    platform,
    source: `${read.kind} ${read.name}${read.digest === undefined ? '' : ` ${read.digest}`}`,
    date: new Date().toISOString().slice(0, 10),
  };
  const profile = makeProfile({ rootfs: read.rootfs, base, packages }, about);
  if (options.output === '-') {
    io.out(`${JSON.stringify(profile)}\n`);
    return;
  }
  const file = options.output === undefined ? storeProfile(profile, profileStore(io.env)) : write(profile, options.output);
  report(profile, file, options, io);
}

/** A reference as `--on` spells it: the shipped name where it means the same base. */
function nameOf(subject: string, platform: string): string {
  const reference = subject.replace(/^(registry|docker|podman|archive|oci|rootfs|repo):/, '').replace(/@sha256:[0-9a-f]{64}$/, '');
  return findShippedProfile(reference, platform)?.name ?? reference;
}

function write(profile: Profile, file: string): string {
  try {
    writeFileSync(file, file.endsWith('.br') ? packProfile(profile, 5) : `${JSON.stringify(profile)}\n`);
  } catch (cause) {
    throw new BasewiseError('cannot-write', 'the profile could not be written', { path: file, cause });
  }
  return file;
}

function report(profile: Profile, file: string, { output, format }: ProfileOptions, io: CommandIo): void {
  const { name, platform, base, files, source, date } = profile;
  const elves = files.filter(({ elf }) => elf !== undefined).length;
  const libc = base.libc === null ? null : { family: base.libc.family, version: base.libc.version };
  if (output === undefined && process.stdout.isTTY !== true && format !== 'json') {
    io.out(`${JSON.stringify(profile)}\n`);
    io.problem(`stored ${name} (${platform}) in ${file}\n`);
    return;
  }
  if (format === 'json') {
    io.out(`${JSON.stringify({ name, platform, date, source, libc, packages: base.packages.length, elfFiles: elves, file }, null, 2)}\n`);
    return;
  }
  const words = libc === null ? 'no C library' : `${libc.family} ${libc.version ?? 'of unknown version'}`;
  io.out(`${name} (${platform}): ${words}, ${base.packages.length} packages, ${elves} ELF files\n  ${file}\n`);
  if (output === undefined) io.out(`  used from now on: basewise check SUBJECT --on ${name}\n`);
}
