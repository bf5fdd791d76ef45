// What every Rootfs must do about content, whatever it was made of.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LiteralFiles } from './literal.ts';
import type { Rootfs } from './rootfs.ts';

const LARGE: string = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join('');

/** `/etc/os-release` is a file that some interest keeps, `/srv/large` one that nobody does. */
export const BYTES_SUITE_FILES: LiteralFiles = {
  '/etc/os-release': 'ID=alpine\nVERSION_ID=3.20\n',
  '/srv/large': LARGE,
  '/srv/again': { hardLink: '/srv/large' },
  '/bin/script': { content: '#!/bin/sh -e\nexit 0\n', mode: 0o755 },
  '/bin/plain': { content: 'no script', mode: 0o755 },
};

export function bytesSuite(name: string, make: () => Promise<Rootfs>): void {
  describe(`Bytes: ${name}`, () => {
    const identityOf = (rootfs: Rootfs, path: string): string => {
      const found = rootfs.tree.lookup(path);
      assert.ok(found.ok, path);
      return found.entry.identity;
    };
    const text = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString('utf8');

    test('kept files are at hand, up to their end', async () => {
      const rootfs = await make();
      const id = identityOf(rootfs, '/etc/os-release');
      assert.equal(text(rootfs.bytes.read(id, 0, 26)), 'ID=alpine\nVERSION_ID=3.20\n');
      assert.equal(text(rootfs.bytes.read(id, 3, 6)), 'alpine');
      assert.equal(text(rootfs.bytes.read(id, 21, 100)), '3.20\n');
      assert.equal(rootfs.bytes.read(id, 26, 10)?.length, 0);
    });

    test('other ranges are fetched, several at once, also by another name of the file', async () => {
      const rootfs = await make();
      const id = identityOf(rootfs, '/srv/again');
      assert.deepEqual(
        await rootfs.bytes.fetch([
          { identity: id, offset: 7, length: 6 },
          { identity: id, offset: LARGE.length - 5, length: 100 },
        ]),
        [],
      );
      assert.equal(text(rootfs.bytes.read(identityOf(rootfs, '/srv/large'), 7, 6)), LARGE.slice(7, 13));
      assert.equal(text(rootfs.bytes.read(id, LARGE.length - 5, 100)), LARGE.slice(-5));
    });

    test('what cannot be fetched has a reason', async () => {
      const rootfs = await make();
      const unread = await rootfs.bytes.fetch([{ identity: 'of no file', offset: 0, length: 1 }]);
      assert.equal(unread.length, 1);
      assert.ok((unread[0]?.why ?? '') !== '');
      assert.equal(rootfs.bytes.read('of no file', 0, 1), null);
    });

    test('scripts are known by their first line', async () => {
      const rootfs = await make();
      assert.deepEqual(rootfs.script(identityOf(rootfs, '/bin/script')), { line: '#!/bin/sh -e', complete: true, bom: false });
      assert.equal(rootfs.script(identityOf(rootfs, '/bin/plain')), null);
      assert.equal(rootfs.elf(identityOf(rootfs, '/bin/plain')), null);
    });
  });
}
