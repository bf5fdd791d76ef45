import { FormatError } from '../../../format-error.ts';
import { budget, refuseLong } from '../limits.ts';
import type { LockedPackage, Lockfile } from '../lockfile.ts';
import { withoutMark } from '../parse-data.ts';

/** gradle.lockfile: `group:artifact:version=configuration,…` a line. Classifiers are not recorded. */
export function readGradleLockfile(text: string): Lockfile {
  refuseLong(text);
  const count = budget();
  const packages: LockedPackage[] = [];
  let offset = 0;
  for (const raw of withoutMark(text).split('\n')) {
    const line = raw.trim();
    const start = offset;
    offset += raw.length + 1;
    if (line === '' || line.startsWith('#') || line.startsWith('empty=')) continue;
    const match = /^([^:=\s]+):([^:=\s]+):([^:=\s]+)=(\S*)$/.exec(line);
    if (match === null) throw new FormatError('gradle-lockfile-bad', start, 'no line of a gradle.lockfile');
    count.package();
    const [, group = '', artifact = '', version = '', configurations = ''] = match;
    const development = configurations
      .split(',')
      .every((name) => /^test|annotationProcessor|checkstyle|pmd|jacoco|kotlin[A-Z]/i.test(name));
    const name = `${group}:${artifact}`;
    packages.push({ id: `${name}:${version}`, name, version, source: 'registry', edges: [], ...(development ? { development } : {}) });
  }
  return { format: 'gradle-lockfile', version: null, ecosystem: 'java', packages, roots: null, unresolved: [] };
}
