import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The digest of a checkout's modules and shipped tables, SHA-256 in hexadecimal. The package file counts for the versions of the dependencies. */
export function sourceDigest(checkout: string): string {
  const hash = createHash('sha256').update(readFileSync(join(checkout, 'package.json')));
  for (const folder of ['src', 'data'])
    for (const name of programFiles(join(checkout, folder))) hash.update(`${name}\0`).update(readFileSync(join(checkout, folder, name)));
  return hash.digest('hex');
}

function programFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|json|br)$/.test(name) && !/\.(?:test|suite|fuzz)\.ts$/.test(name))
    .sort();
}
