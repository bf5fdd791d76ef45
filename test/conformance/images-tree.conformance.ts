// Compares the merged tree of every built image with the kit's recorded truth (images/expect/*.json). $BASEWISE_IMAGES is the output folder of
// make-images.sh, $BASEWISE_KITS the kits. Where the kit marks an entry as disputed, the OCI image specification decides.
import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createGzip } from 'node:zlib';
import type { ImageRootfs } from '../../src/image/image-rootfs.ts';
import { openSubject } from '../../src/subjects/open-subject.ts';
import { readImage, readStreamedImage } from '../../src/subjects/reading/read-image.ts';
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
  if (expected.tree === undefined || Object.keys(expected.tree).length === 0) continue;
  for (const [way, subject, stdin] of subjectsOf(expected)) {
    const rootfs = await read(subject, expected.architecture ?? 'amd64', stdin);
    if (rootfs === null) skipped += Object.keys(expected.tree).length;
    else compare(expected, expected.tree, rootfs, way);
  }
}
console.log(`${rows - failed} of ${rows} tree entries as recorded, ${skipped} skipped`);
process.exit(failed === 0 && rows > 0 && skipped * 20 <= rows ? 0 : 1);

/** The image by its reference, and an archive also through standard input, plain and compressed once more. */
function* subjectsOf({ reference }: Expected): Generator<[way: string, Subject, stdin?: () => AsyncIterable<Uint8Array>]> {
  const [kind = '', path = '', ...name] = reference.replace('OUT/', `${images}/`).split(':');
  const image = name.join(':');
  if (kind === 'oci') {
    yield ['layout', { kind: 'oci', path, image, text: reference }];
    return;
  }
  yield ['archive', { kind: 'archive', path, image, explicit: true, text: reference }];
  yield ['stdin', { kind: 'stdin', image, text: '-' }, () => createReadStream(path)];
  yield ['stdin, gzip', { kind: 'stdin', image, text: '-' }, () => createReadStream(path).pipe(createGzip({ level: 1 }))];
}

async function read(subject: Subject, architecture: string, stdin?: () => AsyncIterable<Uint8Array>): Promise<ImageRootfs | null> {
  const opened = await openSubject(subject, { platform: { os: 'linux', architecture }, ...(stdin && { stdin: stdin() }) });
  if (opened.kind === 'image') return readImage(opened.source, { digests: true });
  return opened.kind === 'streamed-archive' ? (await readStreamedImage(opened.archive, { digests: true })).rootfs : null;
}

function compare(expected: Expected, tree: NonNullable<Expected['tree']>, rootfs: ImageRootfs, way: string): void {
  const wrong = Object.entries(tree).flatMap(([path, entry]) => {
    rows++;
    const found = look(rootfs, path);
    // The one disputed entry of the kit: re-created before its whiteout in one layer, so it stays.
    if (expected.disputed?.[path] !== undefined) return found.type === 'file' ? [] : [`${path}: the specification keeps this file`];
    return differences(path, withDisputed(path, entry, expected), found);
  });
  failed += wrong.length;
  const what = `${expected.image} (${way}): ${Object.keys(tree).length} entries, ${rootfs.read.files} read, ${rootfs.read.passes} passes`;
  console.log([`${wrong.length === 0 ? 'ok    ' : 'WRONG '} ${what}`, ...wrong].join('\n         '));
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
