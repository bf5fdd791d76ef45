/** Runs one step of a long job and says on stderr what it was and how long it took. */
export function section<T>(name: string, run: () => T): T {
  const start = performance.now();
  process.stderr.write(`── ${name}\n`);
  try {
    return run();
  } finally {
    process.stderr.write(`── ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  }
}
