import { decodeFileName } from '../archive/file-name.ts';
import { parseDeb822 } from './deb822.ts';
import type { Paragraph } from './deb822.ts';

/** One package whose files are on the disk. */
export interface DpkgPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  /** `Multi-Arch: same` packages keep their lists as `NAME:ARCH.list`. */
  readonly multiArch?: string;
  readonly source?: string;
  /** Version of the source where it differs from the package's. */
  readonly sourceVersion?: string;
  /** Names, versioned ones as `NAME (= VERSION)`. */
  readonly provides: readonly string[];
  /** Pre-Depends and Depends as written, one entry per comma. */
  readonly depends: readonly string[];
}

/**
 * `/var/lib/dpkg/status` or one file of `status.d` (whose paragraphs have no Status field). Packages that were removed or never unpacked are left out.
 * Paragraphs without a package name or version are passed over.
 * @throws FormatError of `parseDeb822`.
 */
export function parseDpkgStatus(bytes: Uint8Array): DpkgPackage[] {
  return parseDeb822(decodeFileName(bytes)).flatMap((paragraph) => readPackage(paragraph));
}

function readPackage(fields: Paragraph): DpkgPackage[] {
  const name = fields.get('package');
  const version = fields.get('version');
  if (name === undefined || version === undefined || !hasFiles(fields.get('status'))) return [];
  const architecture = fields.get('architecture');
  const multiArch = fields.get('multi-arch');
  return [
    {
      name,
      version,
      ...(architecture === undefined ? {} : { architecture }),
      ...(multiArch === undefined ? {} : { multiArch }),
      ...readSource(fields.get('source')),
      provides: commas(fields.get('provides')),
      depends: [...commas(fields.get('pre-depends')), ...commas(fields.get('depends'))],
    },
  ];
}

/** `want flag state`, dpkg(1): a package in state config-files or not-installed has no files, in state half-installed any or none. */
function hasFiles(status: string | undefined): boolean {
  const state = status?.split(/\s+/)[2];
  return state !== 'not-installed' && state !== 'config-files';
}

/** `glibc (2.36-9+deb12u14)` or `glibc`. */
function readSource(field: string | undefined): { source?: string; sourceVersion?: string } {
  const match = /^(\S+)(?:\s+\((.+)\))?$/.exec(field ?? '');
  if (match?.[1] === undefined) return {};
  return match[2] === undefined ? { source: match[1] } : { source: match[1], sourceVersion: match[2] };
}

function commas(field: string | undefined): string[] {
  if (field === undefined) return [];
  return field
    .split(',')
    .map((part) => part.trim().replaceAll(/\s+/g, ' '))
    .filter((part) => part !== '');
}
