import type { ScenarioAction, TcpMode } from '../../resolver/scripted/scenario.ts';
import type { ServerQuery } from '../../resolver/scripted/server-query.ts';

/** What one listening server does: its TCP side, and what it sends for a query. */
export interface Behaviour {
  /** Where it listens; port 53 unless said otherwise. */
  readonly address: string;
  readonly port: number;
  readonly udp: boolean;
  readonly tcp: TcpMode;
  /**
   * The actions for a query, counted on arrival; an empty list sends nothing, undefined leaves it to the upstream server.
   * `sourcePort` is the client's.
   */
  readonly answer: (query: ServerQuery, transport: 'udp' | 'tcp', sourcePort: number) => readonly ScenarioAction[] | undefined;
}

/** One query as it is shown to the person watching. */
export interface SeenQuery {
  readonly transport: 'udp' | 'tcp';
  readonly server: string;
  readonly client: string;
  /** `A`, …; `malformed` for what is no query, `connect` for a connection that is closed unread. */
  readonly type: string;
  readonly name?: string;
  readonly ednsSize?: number;
  /** What is done about it, as a short phrase. */
  readonly done: string;
}
