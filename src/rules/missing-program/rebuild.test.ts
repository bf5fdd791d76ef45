import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeRebuilt } from '../../judge/judge-target.ts';
import { glibcBase, glibcLoader, imageConfig, muslBase, program } from '../../judge/literal-bases.suite.ts';
import type { Software } from '../../judge/software.ts';
import { understand } from '../../judge/understand.ts';
import { literalRootfs } from '../../tree/literal.ts';

const bare = understand('bare', literalRootfs({ '/etc/os-release': 'ID=debian\nVERSION_ID="13"\n' }), null);

function rules(software: Software, target: Software): readonly string[] {
  return judgeRebuilt(software, target)
    .findings.filter(({ rule }) => rule === 'missing-program')
    .map(({ severity }) => severity);
}

test('a runtime comes with every base that has a C library, and with no other', () => {
  const files = { '/usr/local/bin/node': program(glibcLoader), '/usr/local/include/node/node.h': 'x', '/srv/app.js': 'x' };
  const software = understand('subject', glibcBase(files), imageConfig(['node', '/srv/app.js'], { env: ['PATH=/usr/local/bin:/bin'] }));
  assert.deepEqual(rules(software, understand('musl', muslBase(), null)), []);
  assert.deepEqual(rules(software, bare), ['error']);
});

test('a package comes with a base that has a package manager, and with no other', () => {
  const understood = understand('subject', glibcBase({ '/usr/sbin/nginx': program(glibcLoader) }), imageConfig(['/usr/sbin/nginx']));
  const software: Software = { ...understood, partOf: (entry) => (entry.path === '/usr/sbin/nginx' ? 'packages' : 'base') };
  assert.deepEqual(rules(software, understand('debian', glibcBase({ '/usr/bin/apt-get': program(glibcLoader) }), null)), []);
  assert.deepEqual(rules(software, understand('distroless', glibcBase(), null)), ['error']);
});
