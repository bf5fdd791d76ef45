import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { silentProgress } from '../progress.ts';
import { runWhy } from './run-why.ts';

describe('the command', () => {
  async function run(words: readonly string[], stdin = ''): Promise<{ out: string; code: number }> {
    let out = '';
    let code = 0;
    const io = {
      out: (text: string) => void (out += text),
      problem: () => undefined,
      env: {},
      colors: false,
      columns: 100,
      progress: silentProgress,
      exitWith: (next: 0 | 1 | 2) => void (code = next),
    };
    await runWhy(words, { format: stdin === '' ? 'pretty' : 'json' }, io, Readable.from([Buffer.from(stdin)]));
    return { out, code };
  }

  test('one line', async () => {
    const { out, code } = await run(['java.net.UnknownHostException:', 'db.example.com: Name does not resolve']);
    assert.equal(code, 0);
    assert.match(out, /musl's words/);
    assert.match(out, /basewise dns headroom db\.example\.com/);
  });

  test('a log from standard input, as JSON', async () => {
    const { out, code } = await run(['-'], 'noise\nqueryA ESERVFAIL example.com\n');
    const report: { recognised: readonly { causes: readonly { id: string }[] }[]; passedOver: number } = JSON.parse(out);
    assert.deepEqual([code, report.recognised[0]?.causes[0]?.id, report.passedOver], [0, 'first-server-final', 1]);
  });

  test('what it does not know it says', async () => {
    const { out, code } = await run(['all is well']);
    assert.equal(code, 1);
    assert.match(out, /Nothing here is known/);
  });

  test('control characters of a log do not reach the terminal', async () => {
    const { out } = await run(['getaddrinfo ENOTFOUND \u001B]0;x\u0007evil']);
    // oxlint-disable-next-line no-control-regex
    assert.doesNotMatch(out, /\u001B|\u0007/);
  });
});
