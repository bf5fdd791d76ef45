import { FormatError } from '../../../formats/format-error.ts';
import type { Lockfile } from '../../../formats/text/lockfiles/lockfile.ts';
import { coordinate } from '../../../ecosystems/java/select-java.ts';
import type { NativeContents } from '../../../ecosystems/lockfiles/native-contents.ts';
import { readZipNatives } from '../../../ecosystems/lockfiles/read-zip-natives.ts';
import type { ReadRange } from '../../../formats/archive/zip-directory.ts';
import { createHttpClient } from '../../../net/http/http-client.ts';
import { withDownload } from '../../../net/packages/download.ts';
import { jarPath, mavenSettings, withLocalJar } from '../../../net/packages/maven-settings.ts';
import type { OnlineIo } from '../deepen-lockfile.ts';
import { inParallel } from './in-parallel.ts';

const largestJar = 512 * 1024 * 1024;

/** The native files of the JARs that the lock names: out of the user's local Maven repository where they are there, else from the mirror that the user's settings name, else from Maven's default. */
export async function fetchJars(lock: Lockfile, { env, progress }: OnlineIo): Promise<ReadonlyMap<string, NativeContents>> {
  const settings = mavenSettings(env);
  const send = createHttpClient({ environment: env });
  const jars = new Map<string, NativeContents>();
  const wanted = lock.packages.filter(({ source, version }) => source === 'registry' && version !== null);
  let done = 0;
  await inParallel(wanted, 4, async (entry) => {
    const path = jarPath(entry.name, entry.version ?? '', entry.platform);
    if (path === null) return;
    const contents =
      withLocalJar(settings, path, read) ??
      (settings.remote === null
        ? null
        : await withDownload(send, { url: new URL(path, settings.remote), authorizations: new Map(), hash: null, most: largestJar }, read));
    progress.update(`reading JARs: ${++done} of ${wanted.length}`);
    if (contents !== null) jars.set(coordinate(entry.name, entry.version, entry.platform), contents);
  });
  return jars;
}

function read(bytes: ReadRange, size: number): NativeContents | null {
  try {
    return readZipNatives(bytes, size);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
