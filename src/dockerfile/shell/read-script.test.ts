import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mappedFrom } from '../../formats/text/dockerfile/mapped-text.ts';
import { buildCommand } from './builds.ts';
import type { ShellCommand } from './command.ts';
import { downloads } from './downloads.ts';
import { packageAction } from './packages.ts';
import { readShellScript } from './read-script.ts';
import { userCreation } from './users.ts';

describe('conditions', () => {
  const reached = (script: string, name = 'target'): string =>
    commands(script)
      .filter((command) => command.name === name)
      .map((command) => command.reached)
      .join(' ');

  it('follows && and ||', () => {
    assert.equal(reached('a && target'), 'yes');
    assert.equal(reached('a || target'), 'maybe');
    assert.equal(reached('a || b && target'), 'yes');
    assert.equal(reached('false && target; true || target'), 'no no');
  });

  it('evaluates tests and cases on known variables', () => {
    assert.equal(reached('A=x; if [ "$A" = x ]; then target; else target; fi'), 'yes no');
    assert.equal(reached('if [ "$UNSET_SOMEWHERE" = x ]; then target; elif true; then target; fi'), 'maybe maybe');
    assert.equal(reached('A=x; [ -z "$A" ] && target; [[ $A == x* ]] && target; ! [ $A = x ] || target'), 'no yes yes');
    assert.equal(reached('A=arm64; case "$A" in amd64) target;; arm*) target;; *) target;; esac'), 'no yes no');
    assert.equal(reached('case "$U" in a) target;; *) target;; esac'), 'maybe maybe');
    assert.equal(reached('while read x; do target; done; f() { target; }; ( target ); target &'), 'maybe maybe yes yes');
  });

  it('keeps what is assigned before a special built-in', () => {
    assert.equal(reached('A=x set -x && [ "$A" = x ] && target; B=y env true; [ "$B" = y ] && target'), 'yes maybe');
  });

  it('forgets what a branch assigns', () => {
    assert.equal(reached('A=x; if probe; then A=y; fi; [ "$A" = x ] && target'), 'maybe');
  });
});

describe('any script', () => {
  it('is read without an exception and in time', () => {
    const part = fc.constantFrom(
      'apk add ',
      'x',
      ' && ',
      ' || ',
      '; ',
      '$(',
      ')',
      '`',
      '"',
      "'",
      'if ',
      ' then ',
      ' fi',
      'case x in ',
      'esac',
      ';;',
      '{ ',
      ' }',
      '<<E\n',
      '\nE\n',
      '$A',
      '${B:-',
      '}',
      '\\',
      '\n',
      'env A=b ',
      'sudo ',
      "sh -c 'a' ",
      '|',
      '&',
      '((',
      '[[ ',
      ' ]]',
      '-o ',
      'go build ',
      '>f ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (script) => {
          for (const command of commands(script)) {
            assert.ok(command.end >= command.start);
            for (const read of [packageAction, userCreation, downloads, buildCommand]) read(command);
          }
        },
      ),
      { numRuns: 2000 },
    );
    for (const script of [
      'a && '.repeat(20_000),
      '( '.repeat(50_000),
      'if a; then '.repeat(5000),
      `${'a | '.repeat(20_000)}b`,
      'A=$A$A;'.repeat(5000),
      `case x in ${'a) b;; '.repeat(20_000)} esac`,
    ]) {
      const started = process.cpuUsage();
      commands(script);
      const { user } = process.cpuUsage(started);
      assert.ok(user < 4_000_000, `${user} µs for ${script.slice(0, 12)}`);
    }
  });
});

function commands(script: string): readonly ShellCommand[] {
  return readShellScript(mappedFrom(script, 0), {}).commands;
}
