import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readScriptHead } from './script-head.ts';

const read = (text: string): unknown => readScriptHead(Buffer.from(text, 'latin1'));

test('the first line is kept as it stands: blanks, carriage return, bytes beyond ASCII', () => {
  assert.deepEqual(read('#!/bin/sh\necho'), { line: '#!/bin/sh', complete: true, bom: false });
  assert.deepEqual(read('#! /usr/bin/env -S node --x \r\n'), { line: '#! /usr/bin/env -S node --x \r', complete: true, bom: false });
  assert.deepEqual(read('#!/opt/\u00fc\n'), { line: '#!/opt/\u00fc', complete: true, bom: false });
  assert.deepEqual(read('#!'), { line: '#!', complete: false, bom: false });
});

test('a byte order mark is told, other beginnings are no script', () => {
  assert.deepEqual(read('\u00ef\u00bb\u00bf#!/bin/sh\n'), { line: '#!/bin/sh', complete: true, bom: true });
  assert.equal(read('\u00ef\u00bb\u00bfecho'), null);
  assert.equal(read(' #!/bin/sh\n'), null);
  assert.equal(read(''), null);
});

test('a newline counts within the 256 bytes that the kernel reads', () => {
  const line = `#!/${'x'.repeat(252)}`;
  assert.deepEqual(read(`${line}\n`), { line, complete: true, bom: false });
  assert.deepEqual(read(`${line}y\n`), { line, complete: false, bom: false });
});
