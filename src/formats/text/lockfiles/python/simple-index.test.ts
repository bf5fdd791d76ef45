import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSimpleIndex } from './simple-index.ts';

const digest = 'a'.repeat(64);
const expected = [
  {
    name: 'p-1.0+cpu-py3-none-any.whl',
    url: '../../files/p-1.0%2Bcpu-py3-none-any.whl',
    hash: `sha256:${digest}`,
    requiresPython: '>=3.8,<4',
  },
  { name: 'p-0.9.tar.gz', url: 'p-0.9.tar.gz', yanked: true },
];

test('JSON and HTML pages say the same', () => {
  const json = {
    meta: { 'api-version': '1.1' },
    files: [
      {
        filename: 'p-1.0+cpu-py3-none-any.whl',
        url: '../../files/p-1.0%2Bcpu-py3-none-any.whl',
        hashes: { sha256: digest },
        'requires-python': '>=3.8,<4',
        yanked: false,
      },
      { filename: 'p-0.9.tar.gz', url: 'p-0.9.tar.gz', hashes: {}, yanked: 'broken' },
      7,
    ],
  };
  assert.deepEqual(readSimpleIndex(JSON.stringify(json)), expected);
  const html = `<!DOCTYPE html><html><body>\n<a href="../../files/p-1.0%2Bcpu-py3-none-any.whl#sha256=${digest}" data-requires-python="&gt;=3.8,&lt;4">p</a>\n<a data-yanked="broken" href='p-0.9.tar.gz'>q</a><a name="x">no link</a></body></html>`;
  assert.deepEqual(
    readSimpleIndex(html).map(({ url, ...file }) => ({ ...file, url: url?.replace(/#.*/, '') })),
    expected,
  );
});
