import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

declare const BASEWISE_EMBEDDED_WORKERS: unknown;

/**
 * The digest of the running program: its modules and shipped tables, and the engine that stores its values. Whatever a new basewise knows or reads differently makes it another one,
 * so that nobody has to remember to count a version up.
 */
export function programVersion(): string {
  const hash = createHash('sha256').update(`${process.versions.v8} ${process.arch}`);
  const here = fileURLToPath(import.meta.url);
  for (const [name, file] of programFiles(here)) hash.update(`${name}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

type ProgramFile = readonly [name: string, path: string];

/** The bundle alone; else the modules beside this one and the tables beside them, the same in a checkout and in `dist`. */
function programFiles(here: string): readonly ProgramFile[] {
  if (typeof BASEWISE_EMBEDDED_WORKERS !== 'undefined') return [['', here]];
  const modules = join(dirname(here), '../..');
  return [...filesBelow(modules, new Set([extname(here)])), ...filesBelow(join(modules, '../data'), tables)];
}

const tables: ReadonlySet<string> = new Set(['.json', '.br']);

function filesBelow(folder: string, extensions: ReadonlySet<string>): readonly ProgramFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => extensions.has(extname(name)) && !/\.(?:test|suite|fuzz)\.\w+$|\.d\.ts$/.test(name))
    .sort()
    .map((name) => [name, join(folder, name)]);
}
