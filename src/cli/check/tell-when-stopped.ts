import type { CommandIo } from '../io.ts';

/**
 * Says how far a long run got when somebody stops it, and ends as the signal would have. Everything that was judged is in the cache already: each entry was renamed into place. Returns
 * what ends the listening.
 */
export function tellWhenStopped(words: () => string, io: Pick<CommandIo, 'problem'>): () => void {
  const stop = (signal: NodeJS.Signals): void => {
    io.problem(words());
    forget();
    process.kill(process.pid, signal);
  };
  const forget = (): void => {
    for (const signal of signals) process.off(signal, stop);
  };
  for (const signal of signals) process.on(signal, stop);
  return forget;
}

const signals = ['SIGINT', 'SIGTERM'] as const;
