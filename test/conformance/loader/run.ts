import path from 'node:path';
import fs from 'node:fs';
import { openWorld } from '../../../src/loader/world.ts';
import { simulate } from '../../../src/loader/simulate.ts';
import { folderFiles } from './folder-files.ts';
import { readTruth, sha8 } from './rows.ts';

// node run.ts ROOTS TRUTH [ROOT] [--show N]
const [roots = '', truth = '', only = ''] = process.argv.slice(2);
const show = Number(process.argv[process.argv.indexOf('--show') + 1] ?? 0) || 0;
for (const file of fs.readdirSync(truth).sort()) {
  const name = file.replace('.jsonl.gz', '');
  if (only !== '' && !only.startsWith('--') && !only.split(',').includes(name)) continue;
  const { meta, rows } = readTruth(path.join(truth, file));
  const t0 = process.cpuUsage();
  const world = openWorld(folderFiles(path.join(roots, name)));
  const shas = new Map<string, string | null>();
  const modes = new Map<
    string,
    {
      n: number;
      outcome: number;
      messages: number;
      objects: number;
      withObjects: number;
      falseRuns: number;
      falseAlarm: number;
      unknown: number;
      skipped: number;
    }
  >();
  let shown = 0;
  for (const row of rows) {
    const key = row.mode;
    const m = modes.get(key) ?? {
      n: 0,
      outcome: 0,
      messages: 0,
      objects: 0,
      withObjects: 0,
      falseRuns: 0,
      falseAlarm: 0,
      unknown: 0,
      skipped: 0,
    };
    modes.set(key, m);
    if (!shas.has(row.path)) shas.set(row.path, sha8(path.join(roots, name) + row.path));
    if (shas.get(row.path) !== row.sha) {
      m.skipped++;
      continue;
    }
    m.n++;
    let r;
    try {
      r = simulate(world, { path: row.path, mode: row.mode, ...(row.host === undefined ? {} : { host: row.host }) });
    } catch (e) {
      console.log('THROW', row.path, row.mode, row.host, e);
      process.exit(1);
    }
    const loads = row.outcome === 'crash-after-load' || row.outcome === 'other';
    const want = loads ? 'runs' : row.outcome;
    const okOutcome = r.outcome === want;
    const msgs = new Set(r.messages.slice(0, 300));
    const wantMsgs = new Set(row.messages);
    const okMessages = eq(msgs, wantMsgs) || (loads && r.messages.length === 0);
    let okObjects = true;
    if (row.objects !== undefined) {
      m.withObjects++;
      const skip = new Set(row.mode.startsWith('dlopen') ? (meta.hostObjects[row.host ?? ''] ?? []) : []);
      okObjects = eq(new Set(r.objects.map((o) => o.path).filter((p) => !skip.has(p))), new Set(row.objects.map((o) => o.path)));
      if (okObjects) m.objects++;
    }
    if (okOutcome) m.outcome++;
    if (okMessages) m.messages++;
    if (!okOutcome && r.outcome === 'runs') m.falseRuns++;
    if (!okOutcome && want === 'runs' && r.outcome !== 'unknown') m.falseAlarm++;
    if (r.outcome === 'unknown') m.unknown++;
    if ((!okOutcome || !okMessages || !okObjects) && shown < show) {
      shown++;
      console.log(
        `--- ${row.mode} ${row.path} host=${row.host} loader=${row.loader} ours=${r.loader}\n want ${row.outcome}, got ${r.outcome} ${r.why ?? ''}`,
      );
      if (!okMessages) {
        console.log('  missing msgs', [...wantMsgs].filter((x) => !msgs.has(x)).slice(0, 4));
        console.log('  extra msgs', [...msgs].filter((x) => !wantMsgs.has(x)).slice(0, 4));
      }
      if (!okObjects) {
        const a = new Set(r.objects.map((o) => o.path));
        const b = new Set(row.objects?.map((o) => o.path));
        console.log('  objects missing', [...b].filter((x) => !a.has(x)).slice(0, 5), 'extra', [...a].filter((x) => !b.has(x)).slice(0, 5));
      }
    }
  }
  const cpu = process.cpuUsage(t0);
  console.log(`== ${name} cpu ${((cpu.user + cpu.system) / 1e6).toFixed(1)}s rss ${(process.memoryUsage().rss / 1e6).toFixed(0)}MB`);
  for (const [k, m] of modes)
    console.log(
      `  ${k.padEnd(12)} n=${m.n} skipped=${m.skipped} outcome ${pc(m.outcome, m.n)} messages ${pc(m.messages, m.n)} objects ${pc(m.objects, m.withObjects)} falseRuns=${m.falseRuns} falseAlarm=${m.falseAlarm} unknown=${m.unknown}`,
    );
}
function eq(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((x) => b.has(x));
}
function pc(a: number, n: number): string {
  return n === 0 ? '-' : `${((100 * a) / n).toFixed(2)}%`;
}
