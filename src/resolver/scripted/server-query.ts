import { decodeDnsMessage } from '../../formats/wire/dns-decode.ts';
import { dnsTypeName, dnsTypes } from '../../formats/wire/dns-message.ts';
import { formatDnsName } from '../../formats/wire/dns-name.ts';
import { FormatError } from '../../formats/format-error.ts';

/** A query as a server reads it. */
export interface ServerQuery {
  readonly id: number;
  readonly type: string;
  readonly typeNumber: number;
  /** Presentation form without the trailing dot. */
  readonly name: string;
  readonly ednsSize: number | undefined;
}

/** c-ares sends names that are a little longer than DNS allows; the recorded servers answered them. */
const longestName = 512;

/** Undefined for a packet that is not a valid query: not exactly one question, unreadable, or with bytes left over. */
export function readServerQuery(packet: Uint8Array): ServerQuery | undefined {
  try {
    const message = decodeDnsMessage(packet, longestName);
    const [question] = message.questions;
    if (question === undefined || message.counts.questions !== 1 || message.problem || message.end !== packet.length) return undefined;
    const opt = message.additionals.find((record) => record.type === dnsTypes.OPT);
    return {
      id: message.id,
      type: dnsTypeName(question.type),
      typeNumber: question.type,
      name: formatDnsName(question.name),
      ednsSize: opt?.class,
    };
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
