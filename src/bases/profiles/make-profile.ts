import type { Base } from '../../distro/base.ts';
import type { Packages } from '../../distro/packages/read-packages.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import type { Entry } from '../../tree/tree.ts';
import { toElfRecord } from './elf-record.ts';
import type { ElfRecord } from './elf-record.ts';
import type { Profile, ProfileFile } from './profile.ts';

export interface ProfileSubject {
  readonly rootfs: Rootfs;
  readonly base: Base;
  readonly packages: Packages;
}

/** Records a root: folders, links, programs, libraries with their exports, and the few texts that decide something. */
export function makeProfile(subject: ProfileSubject, about: Pick<Profile, 'name' | 'platform' | 'source' | 'date'>): Profile {
  const { rootfs, base, packages } = subject;
  const folders: string[] = [];
  const links: Record<string, string> = {};
  const files: ProfileFile[] = [];
  const firstName = new Map<string, string>();
  const numbers = new Map(base.packages.map(({ name }, index) => [name, index]));
  for (const entry of rootfs.tree.entries()) {
    if (entry.path === '/' || isLeftOut(entry.path)) continue;
    if (entry.type === 'dir') folders.push(entry.path);
    else if (entry.type === 'symlink') links[entry.path] = entry.target ?? '';
    else if (entry.type === 'file') {
      const file = recordFile(rootfs, entry, firstName);
      if (file === null) continue;
      const owner = numbers.get(packages.ownerOf(entry.path)?.name ?? '');
      files.push({ ...file, ...(owner === undefined ? {} : { owner }) });
    }
  }
  return { schema: 'basewise-profile/1', ...about, kind: 'measured', base, folders, links, files };
}

/** What no question about a base reads: documentation, translations, caches, character sets, and the modules of languages. */
function isLeftOut(path: string): boolean {
  return /^\/(usr\/share\/(doc|man|info|locale|i18n|zoneinfo|bug|lintian|perl\d?|common-licenses|debconf)|var\/(cache|lib\/dpkg|lib\/apt|log)|proc|sys|dev)\/|\/(gconv|perl-base|perl5?|python3(\.\d+)?|audit|terminfo|apk\/db|security)\//.test(
    path,
  );
}

function recordFile(rootfs: Rootfs, entry: Entry, firstName: Map<string, string>): ProfileFile | null {
  const { path, mode } = entry;
  const modeOf = mode === 0o755 ? {} : { mode };
  const known = firstName.get(entry.identity);
  if (known !== undefined) return { path, same: known };
  const elf = rootfs.elf(entry.identity);
  if (elf !== null && !('unknown' in elf)) {
    firstName.set(entry.identity, path);
    return { path, ...modeOf, elf: withUsefulExports(toElfRecord(elf), path) };
  }
  const script = rootfs.script(entry.identity);
  const content = isText(path) ? rootfs.bytes.read(entry.identity, 0, entry.size) : null;
  if (content !== null)
    return path.endsWith('.cache')
      ? { path, ...modeOf, bytes: Buffer.from(content).toString('base64') }
      : { path, ...modeOf, text: new TextDecoder().decode(content) };
  if (script !== null && (mode & 0o111) !== 0) return { path, ...modeOf, text: `${script.line}\n` };
  return null;
}

/** Files whose content some room reads from a target. */
function isText(path: string): boolean {
  return /^\/(etc|usr\/lib)\/(os-release|alpine-release)$|^\/etc\/(passwd|group|nsswitch\.conf|shells|ld\.so\.cache|ld\.so\.preload|ld\.so\.conf|ld-musl-[\w-]+\.path|debian_version)$|^\/usr\/bin\/ldd$/.test(
    path,
  );
}

/** PT_DYNAMIC, PT_INTERP and PT_TLS: what starting a program of the base looks at. */
const startSegments = new Set([2, 3, 7]);

/**
 * Programs export names to plugins of their own and only language runtimes are asked for theirs; a private library of the package manager is linked by nothing
 * else. Without them a Debian profile stays under 150 KB.
 */
function withUsefulExports(record: ElfRecord, path: string): ElfRecord {
  const isProgram = record.interpreter !== undefined && record.dynamic?.soname === undefined;
  if (isProgram && !/\/(node|nodejs|python\d|ruby|php|java)[^/]*$/.test(path)) {
    return { ...record, exports: {}, segments: record.segments.filter(([type]) => startSegments.has(type)) };
  }
  return /\/libapt-p(kg|rivate)\.so/.test(path) ? { ...record, exports: {} } : record;
}
