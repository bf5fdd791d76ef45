// Compares the merged tree of every built image with the kit's recorded truth (images/expect/*.json). $BASEWISE_IMAGES is the output folder of
// make-images.sh, $BASEWISE_KITS the kits. Where the kit marks an entry as disputed, the OCI image specification decides.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ImageRootfs } from '../../src/image/image-rootfs.ts';
import { openSubject } from '../../src/subjects/open-subject.ts';
import { readImage, readRootfsTar, readStreamedImage } from '../../src/subjects/reading/read-image.ts';
import type { Subject } from '../../src/subjects/subject.ts';

interface Expected {
  readonly image: string;
  readonly reference: string;
  readonly architecture?: string;
  readonly disputed?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly tree?: Readonly<Record<string, ExpectedEntry>>;
}

interface ExpectedEntry {
  readonly type: string;
  readonly mode?: string;
  readonly size?: number;
  readonly sha256?: string;
  readonly nlink?: number;
  readonly uid?: number;
  readonly target?: string;
  readonly entries?: readonly string[];
}

const images = process.env['BASEWISE_IMAGES'] ?? '';
const expectations = join(process.env['BASEWISE_KITS'] ?? '../shared', 'images/expect');
let rows = 0;
let failed = 0;
let skipped = 0;

for (const file of readdirSync(expectations).sort()) {
  const expected = JSON.parse(readFileSync(join(expectations, file), 'utf8')) as Expected;
  const tree = Object.entries(expected.tree ?? {});
  if (tree.length === 0) continue;
  const rootfs = await readReference(expected);
  if (rootfs === null) {
    skipped += tree.length;
    continue;
  }
  const wrong = tree.flatMap(([path, entry]) => {
    rows++;
    const truth = expected.disputed?.[path] === undefined ? entry : undefined;
    const found = look(rootfs, path);
    // The one disputed entry of the kit: re-created before its whiteout in one layer, so it stays.
    if (truth === undefined) return found.type === 'file' ? [] : [`${path}: the specification keeps this file`];
    return differences(path, withDisputed(path, truth, expected), found);
  });
  failed += wrong.length;
  console.log(
    `${wrong.length === 0 ? 'ok    ' : 'WRONG '} ${expected.image} (${tree.length} entries, ${rootfs.read.files} read, ${rootfs.read.passes} passes)`,
  );
  for (const line of wrong) console.log(`         ${line}`);
}
console.log(`${rows - failed} of ${rows} tree entries as recorded, ${skipped} skipped`);
process.exit(failed === 0 && rows > 0 && skipped * 20 <= rows ? 0 : 1);

async function readReference({ reference, architecture }: Expected): Promise<ImageRootfs | null> {
  const [kind = '', path = '', ...name] = reference.replace('OUT/', `${images}/`).split(':');
  const image = name.join(':');
  const subject: Subject =
    kind === 'oci' ? { kind: 'oci', path, image, text: reference } : { kind: 'archive', path, image, explicit: true, text: reference };
  const opened = await openSubject(subject, { platform: { os: 'linux', architecture: architecture ?? 'amd64' } });
  if (opened.kind === 'image') return readImage(opened.source, { digests: true });
  if (opened.kind === 'rootfs-tar') return readRootfsTar(opened.name, opened.content, { digests: true });
  return opened.kind === 'streamed-archive' ? (await readStreamedImage(opened.archive, { digests: true })).rootfs : null;
}

/** The specification keeps what the kit marks as disputed, so its directory lists it. */
function withDisputed(path: string, entry: ExpectedEntry, { disputed = {} }: Expected): ExpectedEntry {
  if (entry.entries === undefined) return entry;
  const kept = Object.keys(disputed).filter((each) => dirname(each) === path);
  return { ...entry, entries: [...entry.entries, ...kept.map((each) => basename(each))].sort() };
}

function look(rootfs: ImageRootfs, path: string): ExpectedEntry {
  const found = rootfs.tree.lookup(path, { follow: false });
  if (!found.ok) return { type: 'absent' };
  const { type, mode, size, sha256, nlink, uid, target } = found.entry;
  return {
    type,
    mode: mode.toString(8).padStart(4, '0'),
    size,
    nlink,
    uid,
    entries: rootfs.tree.list(path),
    ...(sha256 !== undefined && { sha256 }),
    ...(target !== undefined && { target }),
  };
}

function differences(path: string, expected: ExpectedEntry, found: ExpectedEntry): string[] {
  return Object.entries(expected).flatMap(([field, value]) => {
    const seen = Object.entries(found).find(([name]) => name === field)?.[1];
    return JSON.stringify(seen) === JSON.stringify(value)
      ? []
      : [`${path} ${field}: expected ${JSON.stringify(value)}, found ${JSON.stringify(seen)}`];
  });
}
