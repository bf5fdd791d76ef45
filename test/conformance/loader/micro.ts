import fs from 'node:fs';
import path from 'node:path';
import { openWorld } from '../../../src/loader/world.ts';
import { simulate } from '../../../src/loader/simulate.ts';
import type { LoadMode } from '../../../src/loader/load-result.ts';
import { folderFiles } from './folder-files.ts';

// node micro.ts KIT-MICRO WORK
const [kit = '', work = ''] = process.argv.slice(2);
interface Expected {
  loaders: string[];
  path: string;
  mode: LoadMode;
  host?: string;
  env?: Record<string, string>;
  cwd?: string;
  uid?: number;
  outcome: string;
  exitCode: number | null;
  messages: string[];
  objects?: { name: string | null; path: string }[];
}
let n = 0;
let bad = 0;
for (const name of fs.readdirSync(kit).sort()) {
  const file = path.join(kit, name, 'expected.json');
  if (!fs.existsSync(file)) continue;
  const rows = JSON.parse(fs.readFileSync(file, 'utf8')) as Expected[];
  const worlds = new Map<string, ReturnType<typeof openWorld>>();
  for (const row of rows)
    for (const loader of row.loaders) {
      const tree = path.join(work, loader, name);
      if (!fs.existsSync(tree)) {
        console.log('no tree', tree);
        continue;
      }
      let world = worlds.get(loader);
      if (world === undefined) worlds.set(loader, (world = openWorld(folderFiles(tree))));
      n++;
      const request = {
        path: row.path,
        mode: row.mode,
        ...(row.host === undefined ? {} : { host: row.host }),
        ...(row.env === undefined ? {} : { env: row.env }),
        ...(row.cwd === undefined ? {} : { cwd: row.cwd }),
        ...(row.uid === undefined ? {} : { uid: row.uid }),
      };
      const r = simulate(world, request);
      const family = loader.split('-')[0];
      const own = new Set(row.mode.startsWith('dlopen') ? ['/lib/x86_64-linux-gnu/libdl.so.2', '/lib/x86_64-linux-gnu/libc.so.6'] : []);
      // The recorder lists musl's objects in a second run, as `loader --list`, and drops paths that do not start with a slash.
      const listedResult =
        row.mode === 'exec' && family === 'musl' && row.objects !== undefined
          ? simulate(world, { ...request, mode: 'list', host: '/lib/ld-musl-x86_64.so.1' })
          : r;
      const got = new Set(listedResult.objects.map((o) => o.path).filter((p) => p.startsWith('/') && !own.has(p)));
      const okO = row.objects === undefined || eq(got, new Set(row.objects.map((o) => o.path)));
      const okM = eq(new Set(r.messages), new Set(row.messages));
      if (r.outcome !== row.outcome || !okM || !okO) {
        bad++;
        console.log(
          `--- ${name} ${loader} ${row.mode} ${row.path} ${JSON.stringify([row.env, row.cwd, row.uid])}\n want ${row.outcome} got ${r.outcome} ${r.why ?? ''}`,
        );
        if (!okM) console.log('  want', row.messages, '\n  got', r.messages);
        if (!okO) console.log('  want objects', row.objects, 'got', [...got]);
      }
    }
}
console.log(`${n} queries, ${bad} differ`);
function eq(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((x) => b.has(x));
}
