import type { ScenarioAction } from './scenario.ts';

/** The message that an action sends for a query: with the query's id, or deliberately another, or the query itself. */
export function replyBytes(action: Exclude<ScenarioAction, { kind: 'drop' }>, query: Uint8Array): Uint8Array {
  if (action.kind === 'echo') return query.slice();
  const bytes = action.bytes.slice();
  const flip = action.wrongId ? 0x55 : 0;
  bytes[0] = (query[0] ?? 0) ^ flip;
  bytes[1] = (query[1] ?? 0) ^ flip;
  return bytes;
}
