import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeImage } from '../judge/judge-image.ts';
import { imageConfig } from '../judge/literal-bases.suite.ts';
import { understand } from '../judge/understand.ts';
import type { Finding } from '../report/report.ts';
import type { Rootfs } from '../tree/rootfs.ts';

/** Findings of one rule about an image that starts `command`, on its own base. */
export function imageFindings(rule: string, rootfs: Rootfs, command: readonly string[] = ['/app']): readonly Finding[] {
  const [own] = judgeImage(understand('subject', rootfs, imageConfig(command)), []).unit.targets;
  assert.ok(own !== undefined);
  return own.findings.filter((finding) => finding.rule === rule);
}

/** Name, image, `severity certainty: message` of each finding of the rule (a part of the message), and what the image starts. */
export type ImageCase = readonly [
  name: string,
  rootfs: Rootfs,
  expected: readonly (readonly [string, RegExp])[],
  command?: readonly string[],
];

/** Each case is a test of its own. */
export function imageCases(rule: string, cases: readonly ImageCase[]): void {
  for (const [name, rootfs, expected, command] of cases) {
    test(name, () => {
      const findings = imageFindings(rule, rootfs, command);
      assert.deepEqual(
        findings.map(({ severity, certainty }) => `${severity} ${certainty}`),
        expected.map(([weight]) => weight),
      );
      for (const [index, [, words]] of expected.entries()) assert.match(findings[index]?.message ?? '', words);
    });
  }
}
