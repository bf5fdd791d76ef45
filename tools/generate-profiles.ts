// node tools/generate-profiles.ts [NAME…]: makes the shipped profiles in data/profiles/ from real roots (Alpine archives of the kits, Debian packages).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeProfile } from '../src/bases/profiles/make-profile.ts';
import { packProfile } from '../src/bases/profiles/pack-profile.ts';
import type { MeasuredProfile } from '../src/bases/profiles/shipped-profiles.ts';
import { understand } from '../src/judge/understand.ts';
import { readSubject } from '../src/subjects/read-subject.ts';
import { aptInstall } from './apt.ts';
import { buildRoot } from './profiles/build-root.ts';
import { sources } from './profiles/sources.ts';
import type { ProfileSource } from './profiles/sources.ts';

const largest = 150_000;
const only = process.argv.slice(2);
const kits = resolve(process.env['BASEWISE_KITS'] ?? '../shared');
const work = mkdtempSync(join(tmpdir(), 'basewise-profiles-'));
const date = new Date().toISOString().slice(0, 10);
const indexFile = 'data/profiles/index.json';
const index = JSON.parse(readFileSync(indexFile, 'utf8')) as { profiles: MeasuredProfile[] };
aptInstall(['mmdebstrap', 'curl', 'xz-utils']);
try {
  for (const source of sources) {
    if (only.length > 0 && !only.includes(source.name)) continue;
    const entry = await generate(source);
    index.profiles = [...index.profiles.filter(({ file }) => file !== entry.file), entry].toSorted((a, b) => (a.file < b.file ? -1 : 1));
    writeFileSync(indexFile, `${JSON.stringify({ generator: 'tools/generate-profiles.ts', profiles: index.profiles }, null, 1)}\n`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function generate(source: ProfileSource): Promise<MeasuredProfile> {
  const [os = 'linux', architecture = 'amd64'] = source.platform.split('/');
  const { rootfs } = await readSubject(buildRoot(source, kits, work), { platform: { os, architecture } });
  const { base, packages } = understand(source.name, rootfs, null);
  if (base === null) throw new Error(`${source.name}: no base in it`);
  const { name, aliases, platform } = source;
  const text = describe(source);
  const bytes = packProfile(makeProfile({ rootfs, base, packages }, { name, platform, source: text, date }));
  if (bytes.length > largest) throw new Error(`${name}: ${bytes.length} bytes, over ${largest}`);
  const file = `${name.replaceAll(/[/:]/g, '_')}-${architecture}.json.br`;
  writeFileSync(join('data/profiles', file), bytes);
  console.log(
    `${name} ${platform}: ${bytes.length} bytes, ${base.packages.length} packages, libc ${base.libc?.family ?? 'none'} ${base.libc?.version ?? ''}`,
  );
  return { name, aliases, platform, kind: 'measured', date, source: text, file };
}

function describe(source: ProfileSource): string {
  if (source.from === 'archive') return source.note;
  return source.from === 'mmdebstrap'
    ? `mmdebstrap --variant=minbase ${source.suite}${source.suite === 'bookworm' ? ' with usr-is-merged' : ''}`
    : `Debian ${source.suite}: ${source.packages.join(' ')}`;
}
