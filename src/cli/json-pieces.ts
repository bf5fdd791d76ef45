/**
 * The text of `JSON.stringify(value, null, 2)` in pieces of some 64 KiB: of a report on tens of thousands of files it would take more memory than the report. `value` is
 * plain data.
 */
export function* jsonPieces(value: unknown): Generator<string> {
  let piece = '';
  for (const part of parts(value, '')) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

const PIECE = 1 << 16;
/** Deep enough for the artifacts of a target of a unit of a report. */
const DEEPEST = 12;

function* parts(value: unknown, indent: string): Generator<string> {
  if (typeof value !== 'object' || value === null || indent.length === DEEPEST) {
    yield whole(value, indent);
    return;
  }
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((each: unknown) => ['', each])
    : Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .map(([key, each]) => [`${JSON.stringify(key)}: `, each]);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (entries.length === 0) {
    yield `${open}${close}`;
    return;
  }
  const deeper = `${indent}  `;
  let before = `${open}\n${deeper}`;
  for (const [key, each] of entries) {
    yield before + key;
    yield* parts(each, deeper);
    before = `,\n${deeper}`;
  }
  yield `\n${indent}${close}`;
}

/** Line ends inside of strings are escaped: those that are left are the layout's. */
function whole(value: unknown, indent: string): string {
  const text = JSON.stringify(value, null, 2) ?? 'null';
  return indent === '' ? text : text.replaceAll('\n', `\n${indent}`);
}
