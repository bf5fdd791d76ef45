import type { Place } from './installed-software.ts';
import type { TreeIndex } from './tree-index.ts';

/** A JAR, WAR or EAR with native members. */
export interface JavaArchive extends Place {
  /** `groupId:artifactId` and version of a single pom.properties outside nested archives. */
  readonly coordinates?: { readonly name: string; readonly version: string };
  /** ELF members by path, nested archives joined with `!`; why one could not be read. Their facts are in `Rootfs.archive`. */
  readonly natives: readonly { readonly member: string; readonly unknown?: string }[];
  /** Why the archive could not be looked into. */
  readonly unknown?: string;
}

export function findJavaArchives(index: TreeIndex): JavaArchive[] {
  return index.javaArchives.flatMap((entry): JavaArchive[] => {
    const zip = index.rootfs.archive(entry.identity);
    if (zip === null) return [];
    if ('unknown' in zip) return [{ ...index.place(entry), natives: [], unknown: zip.unknown }];
    if (zip.elf.length === 0) return [];
    const natives = zip.elf.map(({ member, facts }) => ('unknown' in facts ? { member, unknown: facts.unknown } : { member }));
    const coordinates = mavenCoordinates(zip.texts);
    return [{ ...index.place(entry), ...(coordinates === undefined ? {} : { coordinates }), natives }];
  });
}

/** A shaded archive has many and is none of them. */
function mavenCoordinates(texts: readonly { readonly member: string; readonly text: string }[]): JavaArchive['coordinates'] {
  const poms = texts.filter(({ member }) => !member.includes('!') && member.endsWith('/pom.properties'));
  if (poms.length !== 1) return undefined;
  const properties = new Map<string, string>();
  for (const line of (poms[0]?.text ?? '').split('\n')) {
    const equals = line.indexOf('=');
    if (equals > 0) properties.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map((name) => properties.get(name));
  return group === undefined || artifact === undefined || version === undefined ? undefined : { name: `${group}:${artifact}`, version };
}
