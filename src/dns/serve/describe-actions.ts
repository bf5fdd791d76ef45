import { rcodeName } from '../../formats/wire/dns-rcode.ts';
import type { ScenarioAction } from '../../resolver/scripted/scenario.ts';

/** What happens to a query, in a few words. */
export function describeActions(actions: readonly ScenarioAction[] | undefined, forwards: boolean): string {
  if (actions === undefined) return forwards ? 'forwarded' : 'no answer';
  const phrases = actions.flatMap((action) => (action.kind === 'drop' ? [] : [describe(action)]));
  return phrases.length === 0 ? 'no answer' : phrases.join(', ');
}

function describe(action: Exclude<ScenarioAction, { kind: 'drop' }>): string {
  const later = action.delayMs > 0 ? ` after ${action.delayMs} ms` : '';
  if (action.kind === 'echo') return `echoed${later}`;
  const rcode = (action.bytes[3] ?? 0) & 15;
  const answers = (action.bytes[6] ?? 0) * 256 + (action.bytes[7] ?? 0);
  const truncated = ((action.bytes[2] ?? 0) & 2) === 0 ? '' : ' TC';
  return `${rcodeName(rcode)}${truncated}, ${answers} ${answers === 1 ? 'record' : 'records'}, ${action.bytes.length} bytes${later}`;
}
