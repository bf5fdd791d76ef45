import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { explain } from './explain.ts';
import { errorTexts } from './lookup/error-texts.ts';
import { lookupCauseText } from './lookup/cause-texts.ts';
import { lookupCauses } from './lookup/lookup-causes.ts';
import type { RecognisedLookup } from './lookup/recognised-lookup.ts';
import { clientLines } from './lookup/client-lines.suite.ts';
import { readText } from './read-text.ts';

describe('failed lookups as their clients word them', () => {
  for (const [line, by, failure, libc, name] of clientLines) {
    test(line.slice(0, 90), () => {
      const fact = lookup(`2026-11-24T10:00:00Z \u001B[31m${line}\u001B[0m`);
      assert.deepEqual([fact.by, fact.failure, fact.libc], [by, failure, libc]);
      if (name !== undefined) assert.equal(fact.name, name);
    });
  }
});

function lookup(line: string): RecognisedLookup {
  const fact = readText(line).seen[0]?.fact;
  assert.ok(fact?.kind === 'lookup', line);
  return fact;
}

function causes(line: string): readonly string[] {
  return lookupCauses(lookup(line)).map(({ id }) => id);
}

describe('causes', () => {
  test("musl's words rule glibc's causes out, and the reverse", () => {
    const musl = causes('java.net.UnknownHostException: api.example.com: Name does not resolve');
    assert.deepEqual(musl.slice(0, 2), ['truncated-answer', 'bad-aaaa']);
    assert.ok(!musl.includes('cname-order') && !musl.includes('nss-sources'));
    const glibc = causes('java.net.UnknownHostException: api.example.com: Name or service not known');
    assert.equal(glibc[0], 'name-absent');
    assert.ok(!glibc.includes('truncated-answer') && !glibc.includes('bad-aaaa') && glibc.includes('cname-order'));
  });

  test('a short name leads to the search list, a long one to the size of its answer', () => {
    assert.equal(causes('getaddrinfo ENOTFOUND redis')[0], 'search-missing');
    assert.equal(causes('getaddrinfo ENOTFOUND api.example.com')[0], 'truncated-answer');
    assert.equal(causes('getaddrinfo ENOTFOUND undefined')[0], 'name-is-no-host');
    assert.ok(causes('psql: could not translate host name "db.prod" to address: Name does not resolve').includes('dots-not-searched'));
  });

  test("Go's own resolver has none of libc's traps", () => {
    const found = causes('lookup api.example.com on 10.0.0.10:53: no such host');
    assert.deepEqual(found, ['name-absent', 'no-such-record']);
  });

  test('every combination has a cause with words, a test and a fix', () => {
    const failures = [
      ...new Set([
        ...clientLines.map(([, , failure]) => failure),
        'bad-name',
        'bad-reply',
        'refused',
        'failure',
        'system',
        'no-resolver',
        'no-data',
      ] as const),
    ];
    for (const by of new Set(clientLines.map(([, client]) => client))) {
      for (const failure of failures) {
        for (const resolver of ['libc', 'go', 'c-ares', 'own', null] as const) {
          const fact: RecognisedLookup = { kind: 'lookup', by, failure, resolver, libc: null, line: '' };
          const found = lookupCauses(fact);
          assert.ok(found.length > 0, `${by} ${failure} ${resolver}`);
          for (const { id } of found) {
            const { what, tell, fix } = lookupCauseText(id, fact);
            assert.ok(what.length > 40 && tell.length > 0 && fix.length > 5 && !/[{}](?:name|server)/.test(what + tell.join('') + fix), id);
          }
        }
      }
    }
  });

  test('no text of a libc is in two families', () => {
    assert.equal(new Set(errorTexts.map(({ text }) => text)).size, errorTexts.length);
  });
});

describe('loaders', () => {
  for (const [line, cause] of [
    ['Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by /app/x.node)', 'built-for-other-libc'],
    [
      './app: error while loading shared libraries: libc.musl-x86_64.so.1: cannot open shared object file: No such file or directory',
      'built-for-other-libc',
    ],
    ['Error loading shared library libstdc++.so.6: No such file or directory (needed by /app)', 'library-not-installed'],
    ['Error relocating /app: fcntl64: symbol not found', 'symbol-of-glibc'],
    ['Error relocating /x.node: napi_create_object: symbol not found', 'symbol-of-host'],
    ["/app: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /app)", 'glibc-too-old'],
    ["ImportError: /lib/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /x.so)", 'libstdcxx-too-old'],
    ['OSError: /usr/lib/libjemalloc.so.2: cannot allocate memory in static TLS block', 'static-tls'],
    ['exec /app: exec format error', 'other-machine'],
    ['/bin/sh: ./app: not found', 'interpreter-missing'],
    ["env: can't execute 'python3': No such file or directory", 'program-missing'],
    ['bash: line 1: ./gx: cannot execute: required file not found', 'interpreter-missing'],
    ['exec: "node": executable file not found in $PATH: unknown', 'program-missing'],
    [String.raw`/usr/bin/env: ‘node\r’: No such file or directory`, 'carriage-return'],
    ["qemu-x86_64: Could not open '/lib64/ld-linux-x86-64.so.2': No such file or directory", 'other-machine'],
    ['Fatal glibc error: CPU does not support x86-64-v2', 'base-for-newer-cpu'],
    ['Segmentation fault (core dumped)', 'postponed-symbol'],
    ['      Exit Code:    139', 'postponed-symbol'],
    ['process exited with code 132', 'code-for-newer-cpu'],
    ['Floating point exception', 'attempts-zero-musl'],
    ['web-1 exited with code 127', 'nothing-to-start'],
  ] as const) {
    test(line.slice(0, 90), () => {
      const [seen] = readText(line).seen;
      assert.ok(seen !== undefined);
      const { causes: found, meaning } = explain(seen);
      assert.equal(found[0]?.id, cause);
      assert.ok(meaning.length > 20 && found.every(({ what, fix }) => !/\{\w+\}/.test(what + fix)));
    });
  }
});

describe('texts', () => {
  test('a log: each once, in order, with its count; the rest is counted', () => {
    const log = readText('starting\ngetaddrinfo EAI_AGAIN db\nhello\n\nError: getaddrinfo EAI_AGAIN db\nsh: ./app: not found\n');
    assert.deepEqual(
      [log.seen.map(({ fact, count }) => [fact.kind, count]), log.passedOver],
      [
        [
          ['lookup', 2],
          ['start', 1],
        ],
        2,
      ],
    );
  });

  test("what anybody could have written is nobody's", () => {
    for (const line of [
      'hello world',
      'Connection refused',
      'INFO try again later',
      'Try again',
      'System error',
      'The item was not found in lookup table',
      'HTTP 404: page not found',
      'getaddrinfo failed',
      'X [ERROR] Could not resolve "react"',
      'Unknown host key algorithm',
      "Module not found: Error: Can't resolve './x'",
      'Could not resolve dependencies for project a:b',
      ';; flags: qr rd ra; QUERY: 1',
      'resolved 3 hosts',
      'exited with code 0',
      'exit code 1',
      'query A took 3 ms',
    ]) {
      assert.deepEqual(readText(line).seen, [], line);
    }
  });

  test('arbitrary text comes to an end, and what is recognised can be explained', () => {
    const words = fc.constantFrom(
      'lookup ',
      'getaddrinfo ',
      'ENOTFOUND',
      ' on ',
      ':53: ',
      'UnknownHostException: ',
      'Could not resolve host',
      'a.b',
      "'",
      '"',
      '[Errno -2] ',
      'Try again',
      'host=',
      '\n',
      '(',
      ')',
      ': ',
      ';; ',
      'Failed to resolve ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 60 }), (parts) => {
        for (const seen of readText(parts.join('')).seen) assert.ok(explain(seen).causes.length > 0);
      }),
      { numRuns: 2000 },
    );
    readText(
      `${"host='a' ".repeat(200)}\n${'UnknownHostException: a: '.repeat(80)}\n${'lookup a on b: '.repeat(130)}\n${'DNS resolution failed for a '.repeat(70)}\n`.repeat(
        500,
      ),
    );
  });
});
