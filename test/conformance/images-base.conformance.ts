// Base and libc of every built image held against the kit's recorded truth (images/expect/*.json). $BASEWISE_IMAGES is the output folder of
// make-images.sh, $BASEWISE_KITS the kits. An expectation without libc means that the image has none.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeBase } from '../../src/distro/describe-base.ts';
import type { ImageRootfs } from '../../src/image/image-rootfs.ts';
import { openSubject } from '../../src/subjects/open-subject.ts';
import { readImage } from '../../src/subjects/reading/read-image.ts';
import type { Subject } from '../../src/subjects/subject.ts';

interface Expected {
  readonly image: string;
  readonly reference: string;
  readonly architecture?: string;
  readonly refused?: boolean;
  readonly base: { readonly distro: string; readonly version: string } | null;
  readonly libc?: { readonly family: string; readonly version: string; readonly package: string; readonly loader: string } | null;
}

const images = process.env['BASEWISE_IMAGES'] ?? '';
const expectations = join(process.env['BASEWISE_KITS'] ?? '../shared', 'images/expect');
let right = 0;
let wrong = 0;

for (const file of readdirSync(expectations).toSorted()) {
  const expected = JSON.parse(readFileSync(join(expectations, file), 'utf8')) as Expected;
  if (expected.refused === true) continue;
  const { rootfs, user } = await read(expected);
  const base = describeBase(rootfs, user === undefined ? {} : { user });
  const libc = base?.libc ?? null;
  const found = {
    base: base?.distribution == null ? null : { distro: base.distribution, version: base.release },
    libc:
      libc === null
        ? null
        : {
            family: libc.family,
            version: libc.version,
            package: `${libc.package?.name} ${libc.package?.version}`,
            loader: libc.loaders[0],
          },
  };
  const truth = { base: expected.base, libc: expected.libc ?? null };
  const same = JSON.stringify(found) === JSON.stringify(truth) && (base?.unknown.length ?? 0) === 0;
  if (same) right++;
  else wrong++;
  console.log(`${same ? 'ok    ' : 'WRONG '} ${expected.image} ${expected.reference}`);
  if (!same) console.log(`         found ${JSON.stringify({ ...found, unknown: base?.unknown })}\n         truth ${JSON.stringify(truth)}`);
}
console.log(`${right} of ${right + wrong} bases as recorded`);
process.exit(wrong === 0 && right > 0 ? 0 : 1);

async function read({ reference, architecture }: Expected): Promise<{ readonly rootfs: ImageRootfs; readonly user: string | undefined }> {
  const [kind = '', path = '', ...name] = reference.replace('OUT/', `${images}/`).split(':');
  const image = name.join(':');
  const subject: Subject =
    kind === 'oci' ? { kind: 'oci', path, image, text: reference } : { kind: 'archive', path, image, explicit: true, text: reference };
  const opened = await openSubject(subject, { platform: { os: 'linux', architecture: architecture ?? 'amd64' } });
  if (opened.kind !== 'image') throw new Error(`${reference} opened as ${opened.kind}`);
  return { rootfs: await readImage(opened.source), user: opened.source.config.user };
}
