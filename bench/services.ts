// `npm run bench:services`: many subjects in one run. The images of the kit (built at $BASEWISE_IMAGES) alone, each under six names, and a hundred services that mix their layers, with
// nothing kept, with an empty cache and with a full one; 1,000 Dockerfiles and 200 lockfiles of the corpus under other names. $BASEWISE_KITS, else ../shared, has the corpus. Run `npm run build` first.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { copyCorpus } from './corpus-copies.ts';
import { measure } from './measure.ts';
import type { Usage } from './measure.ts';
import { mixImages } from './mixed-images.ts';

const images = process.env['BASEWISE_IMAGES'];
const kits = resolve(process.env['BASEWISE_KITS'] ?? '../shared');
const folder = mkdtempSync(join(tmpdir(), 'basewise-bench-services-'));
const on = ['--on', 'debian:13-slim', '--on', 'alpine:3.20'];

console.log('| what | how | CPU s | peak MiB |\n| --- | --- | --- | --- |');
try {
  if (images === undefined) throw new Error('BASEWISE_IMAGES names the folder with the built images of the kit');
  const subjects = kitSubjects(resolve(images));
  const six = subjects.flatMap((subject) => Array.from({ length: 6 }, (_, name) => `${subject}\tservice ${name} of ${subject}`));
  const mixed = await mixImages(subjects, join(folder, 'mixed'), 100 - subjects.length);
  for (const [what, lines] of [
    [`${subjects.length} images`, subjects],
    [`each of them under 6 names: ${six.length} services`, six],
    ['the images and as many mixes of their layers as make 100 services', [...subjects, ...mixed]],
  ] as const) {
    const list = join(folder, 'list');
    const cache = join(folder, 'cache');
    writeFileSync(list, `${lines.join('\n')}\n`);
    row(what, 'nothing kept', many(['--from-file', list, ...on, '--no-cache']));
    row(what, 'empty cache', many(['--from-file', list, ...on, '--cache-dir', cache]));
    row(what, 'same run again', many(['--from-file', list, ...on, '--cache-dir', cache]));
    rmSync(join(cache, 'reports'), { recursive: true });
    row(what, 'layers known, judged again', many(['--from-file', list, ...on, '--cache-dir', cache]));
    rmSync(cache, { recursive: true });
  }
  const corpus = copyCorpus(join(kits, 'corpus'), join(folder, 'corpus'), 1000, 200);
  row('1,000 Dockerfiles and 200 lockfiles', 'a list of subjects', many(['--from-file', corpus, '--no-cache']));
  row('1,000 Dockerfiles and 200 lockfiles', 'one folder', many([`repo:${join(folder, 'corpus')}`]));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function row(what: string, how: string, { cpu, peakMiB }: Usage): void {
  console.log(`| ${what} | ${how} | ${cpu.toFixed(2)} | ${peakMiB.toFixed(0)} |`);
}

function many(args: readonly string[]): Usage {
  return measure([resolve('dist/main.js'), 'check', ...args, '--output', join(folder, 'result.json')], 1);
}

/** One image of every file and layout of the kit. */
function kitSubjects(built: string): readonly string[] {
  const names = `debian11-slim-app.oci.tar debian12-slim-app.oci.tar distroless-like.oci edge-compressions.oci:plain edge-multiarch.oci:multi edge-opaque-last.oci
    edge-several-images.docker.tar:edge/one:1.0 edge-tar-formats.oci:latest edge-usrmerge.oci:through-link edge-whiteouts.oci go-cgo-alpine.docker.tar
    go-static-alpine.docker.tar java-alpine.docker.tar node-sharp-alpine.docker.tar python-numpy-alpine-manylinux.oci.tar
    python-numpy-alpine-musllinux.oci.tar python-numpy-alpine.oci:musllinux`;
  return names.split(/\s+/).map((name) => join(built, name));
}
