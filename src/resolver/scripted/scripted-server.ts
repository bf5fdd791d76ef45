import type { ScenarioAction, ScenarioRule, ScenarioServer } from './scenario.ts';
import type { ServerQuery } from './server-query.ts';

/** A scripted DNS server's memory and its decisions: which actions a query gets. Time and sockets are the network's business. */
export interface ScriptedServer {
  readonly script: ScenarioServer;
  /**
   * The actions for one query, counted on arrival. `undefined` when no rule fits: dropped in a scenario, unknown in a transcript.
   * `sourcePort` matters to gates only.
   */
  answer(query: ServerQuery, transport: 'udp' | 'tcp', sourcePort: number): readonly ScenarioAction[] | undefined;
}

const dropped: readonly ScenarioAction[] = [{ kind: 'drop' }];

export function createScriptedServer(script: ScenarioServer): ScriptedServer {
  const arrivals = new Map<string, number>();
  const firstTypes = new Map<number, string>();
  const rules = rulesByQuestion(script.replies);
  return {
    script,
    answer: (query, transport, sourcePort) => {
      const key = `${transport} ${query.type} ${query.name}`;
      const nth = (arrivals.get(key) ?? 0) + 1;
      arrivals.set(key, nth);
      if (script.gated && transport === 'udp' && isGated(firstTypes, query.type, sourcePort)) return dropped;
      const rule = rules.get(`${query.type} ${query.name}`)?.find((candidate) => fits(candidate, query, transport, nth));
      return rule?.actions;
    },
  };
}

function rulesByQuestion(rules: readonly ScenarioRule[]): Map<string, ScenarioRule[]> {
  const byQuestion = new Map<string, ScenarioRule[]>();
  for (const rule of rules) {
    const key = `${rule.type} ${rule.name}`;
    const known = byQuestion.get(key);
    if (known) known.push(rule);
    else byQuestion.set(key, [rule]);
  }
  return byQuestion;
}

/** The first type that a source port asks for is remembered; queries of another type from it get nothing. */
function isGated(firstTypes: Map<number, string>, type: string, sourcePort: number): boolean {
  const first = firstTypes.get(sourcePort);
  if (first === undefined) firstTypes.set(sourcePort, type);
  return first !== undefined && first !== type;
}

function fits(rule: ScenarioRule, query: ServerQuery, transport: 'udp' | 'tcp', nth: number): boolean {
  if (rule.transport !== undefined && rule.transport !== transport) return false;
  if (rule.nth !== undefined && (nth < rule.nth.from || nth > rule.nth.to)) return false;
  return rule.ednsMinSize === undefined || (query.ednsSize ?? -1) >= rule.ednsMinSize;
}
