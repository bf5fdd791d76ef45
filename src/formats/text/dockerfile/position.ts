/** Both count from 1; `column` in UTF-16 code units, as editors and SARIF count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Line and column of offsets in `text`: one pass over the text, then a binary search for each offset. A byte order mark takes no column. */
export function positions(text: string): (offset: number) => Position {
  const starts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1 };
  };
}
