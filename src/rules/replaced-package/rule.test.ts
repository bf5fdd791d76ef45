import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgeCarried, judgeRebuilt } from '../../judge/judge-target.ts';
import { elfFile, glibcBase, glibcLoader, imageConfig, program } from '../../judge/literal-bases.suite.ts';
import type { Software } from '../../judge/software.ts';
import { understand } from '../../judge/understand.ts';
import type { Finding, Target } from '../../report/report.ts';

const debian = (release: string, more: object = {}): Software =>
  understand(
    `debian:${release}`,
    glibcBase({ '/etc/os-release': `ID=debian\nVERSION_ID="${release}"\n`, '/usr/bin/apt-get': program(glibcLoader), ...more }),
    imageConfig(['/app']),
  );

/** A program over a library that a package brought on top of Debian 12. */
function over(soname: string, owner: string): Software {
  const folder = '/usr/lib/x86_64-linux-gnu';
  const software = debian('12', {
    '/var/lib/dpkg/status': `Package: ${owner}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n`,
    [`/var/lib/dpkg/info/${owner}.list`]: `${folder}/${soname}\n`,
    [`${folder}/${soname}`]: elfFile({ soname }),
    '/app': program(glibcLoader, { needed: ['libc.so.6', soname] }),
  });
  return { ...software, partOf: (entry) => (entry.path.endsWith(`/${soname}`) ? 'packages' : software.partOf(entry)) };
}

function found({ findings }: Target): readonly Finding[] {
  return findings.filter(({ rule }) => rule === 'replaced-package');
}

describe('a library out of a package of the new base', () => {
  test('is named with its package, and how to install it', () => {
    const [finding, ...more] = found(judgeRebuilt(over('libpq.so.5', 'libpq5'), debian('13')));
    assert.deepEqual(more, []);
    assert.deepEqual([finding?.severity, finding?.certainty], ['note', 'likely']);
    assert.match(
      finding?.message ?? '',
      /^\/app needs libpq\.so\.5, which libpq5 brings on its own base\. Here it is in the package libpq5/,
    );
    assert.match(finding?.fix ?? '', /^apt-get install .*libpq5/);
  });

  test('not where the base has the library itself, nor where nothing of it is asked for', () => {
    const there = debian('13', { '/usr/lib/x86_64-linux-gnu/libpq.so.5': elfFile({ soname: 'libpq.so.5' }) });
    assert.deepEqual(found(judgeRebuilt(over('libpq.so.5', 'libpq5'), there)), []);
    assert.deepEqual(found(judgeRebuilt(debian('12', { '/app': program(glibcLoader) }), debian('13'))), []);
  });

  test('when it is wrong: carried, nothing is installed, and a soname that no package has is missing', () => {
    assert.deepEqual(found(judgeCarried(over('libpq.so.5', 'libpq5'), debian('13'))), []);
    const gone = judgeRebuilt(over('libicuuc.so.72', 'libicu72'), debian('13'));
    assert.deepEqual(found(gone), []);
    assert.equal(gone.verdict, 'breaks');
  });
});
