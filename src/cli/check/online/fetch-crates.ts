import type { Lockfile } from '../../../formats/text/lockfiles/lockfile.ts';
import type { CrateFacts } from '../../../ecosystems/rust/crate-facts.ts';
import { createHttpClient } from '../../../net/http/http-client.ts';
import { cratesIndex, listCrateVersions } from '../../../net/packages/crates-index-client.ts';
import type { OnlineIo } from '../deepen-lockfile.ts';
import { inParallel } from './in-parallel.ts';

/** What the index of the user's Cargo says of the build scripts of the lock's crates. An entry with another checksum than the locked one is about another crate. */
export async function fetchCrates(lock: Lockfile, { env, progress }: OnlineIo): Promise<ReadonlyMap<string, CrateFacts>> {
  const crates = new Map<string, CrateFacts>();
  const index = cratesIndex(env);
  if (index === null) return crates;
  const send = createHttpClient({ environment: env });
  const byName = Map.groupBy(
    lock.packages.filter(({ source }) => source === 'registry'),
    ({ name }) => name,
  );
  let done = 0;
  await inParallel([...byName], 8, async ([name, entries]) => {
    const versions = await listCrateVersions(send, index, name);
    progress.update(`asking the crates index: ${++done} of ${byName.size}`);
    for (const { version, integrity } of entries) {
      const found = versions?.find((each) => each.version === version);
      if (found === undefined || (integrity !== undefined && found.checksum !== null && found.checksum !== integrity)) continue;
      crates.set(`${name}@${version ?? ''}`, found);
    }
  });
  return crates;
}
