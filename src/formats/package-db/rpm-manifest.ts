import { decodeFileName } from '../archive/file-name.ts';
import { eachLine } from './lines.ts';

/** A line of the package list that Azure Linux's distroless images keep instead of a database. */
export interface ManifestPackage {
  readonly name: string;
  /** VERSION-RELEASE. */
  readonly version: string;
  readonly architecture?: string;
  readonly sourceRpm?: string;
}

/** `/var/lib/rpmmanifest/container-manifest-2`: ten fields with tabs between them, as `rpm -qa --qf` printed them. Other lines are passed over. */
export function parseRpmManifest(bytes: Uint8Array): ManifestPackage[] {
  const packages: ManifestPackage[] = [];
  for (const { text } of eachLine(decodeFileName(bytes))) {
    const fields = text.split('\t', 11);
    const [name = '', version = ''] = fields;
    if (fields.length < 10 || name === '' || version === '') continue;
    const architecture = known(fields[7]);
    const sourceRpm = known(fields[9]);
    packages.push({
      name,
      version,
      ...(architecture === undefined ? {} : { architecture }),
      ...(sourceRpm === undefined ? {} : { sourceRpm }),
    });
  }
  return packages;
}

function known(field: string | undefined): string | undefined {
  return field === undefined || field === '' || field === '(none)' ? undefined : field;
}
