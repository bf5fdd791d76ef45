import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeRelease } from './release.ts';
import { literalRootfs } from '../tree/literal.ts';
import type { Literal } from '../tree/literal.ts';

const of = (files: Record<string, Literal>): string => {
  const found = describeRelease(literalRootfs(files));
  return found === null ? 'null' : `${found.distribution} ${found.release} from ${found.from}`;
};

test('os-release in /etc, through a link, and in /usr/lib alone', () => {
  const text = 'NAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n';
  assert.equal(of({ '/etc/os-release': text }), 'debian 12 from /etc/os-release');
  assert.equal(
    of({ '/etc/os-release': { target: '../usr/lib/os-release' }, '/usr/lib/os-release': text }),
    'debian 12 from /etc/os-release',
  );
  assert.equal(of({ '/usr/lib/os-release': text }), 'debian 12 from /usr/lib/os-release');
  assert.equal(of({ '/etc/os-release': { target: '/nowhere' }, '/usr/lib/os-release': text }), 'debian 12 from /usr/lib/os-release');
  assert.equal(of({ '/etc/os-release': 'NAME=odd\n', '/usr/lib/os-release': text }), 'debian 12 from /usr/lib/os-release');
});

test("Alpine's release is the full number of alpine-release", () => {
  const osRelease = 'ID=alpine\nVERSION_ID=3.20\n';
  assert.equal(of({ '/etc/os-release': osRelease, '/etc/alpine-release': '3.20.3\n' }), 'alpine 3.20.3 from /etc/os-release');
  assert.equal(of({ '/etc/os-release': osRelease }), 'alpine 3.20 from /etc/os-release');
  assert.equal(of({ '/etc/alpine-release': '3.21.0_alpha20240807\n' }), 'alpine 3.21.0_alpha20240807 from /etc/alpine-release');
  assert.equal(of({ '/etc/os-release': osRelease, '/etc/alpine-release': '<html>' }), 'alpine 3.20 from /etc/os-release');
});

test('a derivative keeps its own ID whatever else it has', () => {
  assert.equal(
    of({ '/etc/os-release': 'ID=wolfi\nVERSION_ID=20230201\n', '/etc/alpine-release': '3.20.3' }),
    'wolfi 20230201 from /etc/os-release',
  );
  assert.equal(
    of({ '/etc/os-release': 'ID=\'ubuntu\'\nVERSION_ID="24.04"\n', '/etc/debian_version': 'trixie/sid' }),
    'ubuntu 24.04 from /etc/os-release',
  );
});

test('before os-release', () => {
  assert.equal(of({ '/etc/redhat-release': 'CentOS release 6.10 (Final)\n' }), 'centos 6.10 from /etc/redhat-release');
  assert.equal(of({ '/etc/debian_version': '11.11\n' }), 'debian 11 from /etc/debian_version');
  assert.equal(of({ '/etc/debian_version': 'trixie/sid\n' }), 'debian null from /etc/debian_version');
});

test('rolling releases have none; nothing at all is null', () => {
  assert.equal(of({ '/etc/os-release': 'ID=arch\n' }), 'arch null from /etc/os-release');
  assert.equal(of({ '/app': 'x' }), 'null');
  assert.equal(of({ '/etc/os-release/': '' }), 'null');
});

test('further fields', () => {
  const found = describeRelease(
    literalRootfs({
      '/etc/os-release': 'ID=rhel\nID_LIKE="centos fedora"\nVERSION_ID="9.4"\nPRETTY_NAME="RHEL \\"9\\""\nVARIANT_ID=container # no\n',
    }),
  );
  assert.deepEqual(found?.like, ['centos', 'fedora']);
  assert.deepEqual([found?.prettyName, found?.variant], ['RHEL "9"', 'container']);
});
