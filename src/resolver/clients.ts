import { cAresFamily } from './c-ares/versions.ts';
import type { Client, ClientFamily } from './client.ts';
import { glibcFamily } from './glibc/versions.ts';
import { goFamily } from './go/versions.ts';
import { muslFamily } from './musl/versions.ts';
import { nodeFamily } from './node/versions.ts';

/** Every family of models. A new folder adds its `ClientFamily` here and nothing else. */
const families: readonly ClientFamily[] = [muslFamily, glibcFamily, goFamily, cAresFamily, nodeFamily];

/** The client for a spelling as people write it (`musl@1.2.3`, `musl-1.2.3`), undefined when there is none. */
export function findClient(spelling: string): Client | undefined {
  const id = canonicalClientId(spelling);
  for (const family of families) {
    const client = family.find(id);
    if (client !== undefined) return client;
  }
  return undefined;
}

/** `musl@1.2.3` and `musl-1.2.3` are the same client: the first `@` stands for a hyphen. */
export function canonicalClientId(spelling: string): string {
  return spelling.replace('@', '-');
}

/** Canonical ids of all clients worth listing. */
export function knownClientIds(): readonly string[] {
  return families.flatMap((family) => family.known);
}
