/** One line on stderr that says what takes time. Silent in a pipe and with --quiet. */
export interface Progress {
  /** Replaces the line; written at most ten times a second. */
  readonly update: (text: string) => void;
  /** Removes the line, before results or problems are printed. */
  readonly clear: () => void;
}

export function terminalProgress(write: (text: string) => void, columns: () => number, now: () => number): Progress {
  let shown = false;
  let last = Number.NEGATIVE_INFINITY;
  return {
    update(text) {
      const at = now();
      if (at - last < 100) return;
      last = at;
      shown = true;
      write(`\r\u001B[2K${text.slice(0, Math.max(10, columns() - 1))}`);
    },
    clear() {
      if (shown) write('\r\u001B[2K');
      shown = false;
    },
  };
}

export const silentProgress: Progress = { update: () => {}, clear: () => {} };
