import { closeSync, openSync, readFileSync, fstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ReadRange } from '../../formats/archive/zip-directory.ts';
import { FormatError } from '../../formats/format-error.ts';
import { readMavenSettings } from '../../formats/text/lockfiles/other/maven-settings.ts';
import type { Environment } from '../http/proxy.ts';
import { fileReader } from './file-reader.ts';

export interface MavenSettings {
  /** Folder of the local repository. */
  readonly local: string;
  /** What answers for Maven's central repository; null where the settings forbid the network or name an address that is none. */
  readonly remote: URL | null;
}

/** Maven's default, as its super POM has it. */
const central = 'https://repo.maven.apache.org/maven2/';

/** `~/.m2/settings.xml`: its local repository, and the mirror of central. */
export function mavenSettings({ HOME: home }: Environment): MavenSettings {
  const folder = join(home !== undefined && home !== '' ? home : homedir(), '.m2');
  const { localRepository, mirror, offline } = settingsIn(join(folder, 'settings.xml'));
  const address = mirror ?? central;
  const url = URL.canParse(address) ? new URL(address.endsWith('/') ? address : `${address}/`) : null;
  const usable = url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && !offline;
  return { local: localRepository ?? join(folder, 'repository'), remote: usable ? url : null };
}

function settingsIn(file: string): ReturnType<typeof readMavenSettings> {
  try {
    return readMavenSettings(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof FormatError || (error instanceof Error && 'code' in error)) return { offline: false };
    throw error;
  }
}

/** Where a repository has a JAR; null for coordinates that are none. */
export function jarPath(name: string, version: string, classifier: string | undefined): string | null {
  const [group = '', artifact = ''] = name.split(':');
  const parts = [...group.split('.'), artifact, version, ...(classifier === undefined ? [] : [classifier])];
  if (parts.some((part) => !/^[\w.+-]{1,200}$/.test(part) || /^\.+$/.test(part))) return null;
  const file = `${artifact}-${version}${classifier === undefined ? '' : `-${classifier}`}.jar`;
  return [...group.split('.'), artifact, version, file].join('/');
}

/** A JAR of the local repository, null where it is not there. */
export function withLocalJar<T>({ local }: MavenSettings, path: string, use: (read: ReadRange, size: number) => T): T | null {
  let file: number;
  try {
    file = openSync(join(local, path), 'r');
  } catch {
    return null;
  }
  try {
    const { size } = fstatSync(file);
    return use(fileReader(file, size), size);
  } finally {
    closeSync(file);
  }
}
