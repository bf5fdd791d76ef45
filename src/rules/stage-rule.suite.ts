import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeDockerfile } from '../judge/judge-dockerfile.ts';
import type { Finding, Target } from '../report/report.ts';

export interface Extra {
  readonly files?: Readonly<Record<string, string>>;
  readonly on?: string;
  readonly stage?: string;
}

/** A Dockerfile's final stage on its own base, or on another. */
export function judgeStageText(text: string, { files = {}, on, stage }: Extra = {}): Target {
  const { units } = judgeDockerfile({
    name: 'Dockerfile',
    bytes: new TextEncoder().encode(text),
    folder: { prefix: '', read: (path) => files[path] ?? null },
    on: on === undefined ? [] : [on],
    options: { platform: 'linux/amd64', ...(stage === undefined ? {} : { target: stage }) },
    today: '2026-11-24',
  });
  const target = units[0]?.targets.at(-1);
  assert.ok(target !== undefined);
  return target;
}

export function findingsOf(rule: string, text: string, extra: Extra = {}): readonly Finding[] {
  return judgeStageText(text, extra).findings.filter((finding) => finding.rule === rule);
}

/** Name, Dockerfile, and `LINE severity certainty` of each finding of the rule. */
export type StageCase = readonly [name: string, text: string, expected: readonly string[], extra?: Extra];

/** Each case is a test of its own. */
export function stageCases(rule: string, cases: readonly StageCase[]): void {
  for (const [name, text, expected, extra] of cases) {
    test(name, () =>
      assert.deepEqual(
        findingsOf(rule, text, extra).map(({ where: [first], severity, certainty }) => {
          const line = first !== undefined && 'line' in first ? first.line : 0;
          return `${line} ${severity} ${certainty}`;
        }),
        expected,
      ),
    );
  }
}
