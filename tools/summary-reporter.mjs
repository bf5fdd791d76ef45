// The last lines of a test run: what failed, what was skipped and why, and the totals. (The `dot` reporter prints no summary.)
export default async function* summary(source) {
  let passed = 0;
  const failures = [];
  const skips = new Map();
  for await (const event of source) {
    if (event.type === 'test:pass' && event.data.details.type !== 'suite') {
      if (event.data.skip === undefined) passed++;
      else {
        const why = typeof event.data.skip === 'string' && event.data.skip !== '' ? event.data.skip : 'no reason given';
        skips.set(why, (skips.get(why) ?? 0) + 1);
      }
    }
    if (event.type === 'test:fail') failures.push(event.data);
  }
  yield '\n';
  for (const failure of failures) {
    const error = failure.details.error;
    yield `\nFAIL ${failure.file ?? ''} > ${failure.name}\n${error?.cause?.stack ?? error?.stack ?? error?.message ?? ''}\n`;
  }
  for (const [why, count] of skips) yield `skipped ${count}: ${why}\n`;
  yield `${passed} passed, ${failures.length} failed, ${[...skips.values()].reduce((a, b) => a + b, 0)} skipped\n`;
}
