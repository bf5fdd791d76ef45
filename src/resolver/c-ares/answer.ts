import type { Answer, OutcomeClass, Step } from '../outcome.ts';
import type { Status } from './status.ts';

const classes: Readonly<Record<Status, OutcomeClass>> = {
  SUCCESS: 'ok',
  ENODATA: 'no-data',
  EFORMERR: 'failure',
  ESERVFAIL: 'temporary-failure',
  ENOTFOUND: 'not-found',
  ENOTIMP: 'failure',
  EREFUSED: 'refused',
  EBADNAME: 'bad-name',
  EBADRESP: 'failure',
  ECONNREFUSED: 'temporary-failure',
  ETIMEOUT: 'timeout',
};

/** What the program sees; `prefix` is `ARES_` for c-ares and nothing for Node. */
export function answerOf(status: Status, addresses: readonly string[], prefix: string, trail: readonly Step[]): Answer {
  const ok = status === 'SUCCESS';
  const answer = { result: ok ? 'ok' : prefix + status, class: classes[status], addresses: ok ? addresses : [] };
  return trail.length === 0 ? answer : { ...answer, trail };
}
