import { readScenario } from '../../resolver/scripted/read-scenario.ts';
import type { Scenario } from '../../resolver/scripted/scenario.ts';
import type { ProbeOutput, ProbedName, ProbedQuestion } from './probe-lines.ts';
import { readProbeLines } from './probe-lines.ts';
import { hostFromProcNet } from './proc-net.ts';

/** The output of the probe script as transcripts, one a name: what nobody asked stays unknown. Throws BasewiseError for a text that is none. */
export function readProbe(text: string): readonly Scenario[] {
  return probeTranscripts(text).map((transcript) => readScenario(JSON.stringify(transcript)));
}

/** The same as documents, in the form of `conformance/dns`, with what the container's own libc said under `observed`. */
export function probeTranscripts(text: string): readonly Readonly<Record<string, unknown>>[] {
  const output = readProbeLines(text);
  const host = { hostname: output.hostname, ...hostFromProcNet(output.network) };
  return output.names.map((name) => ({
    id: `probe-${name.name}`,
    title: titleOf(output, name),
    complete: false,
    request: { name: name.name, service: '80', family: 'unspec', socktype: 'SOCK_STREAM', flags: [] },
    files: Object.fromEntries(output.files),
    env: output.env,
    host,
    limitSeconds: 100,
    servers: serversOf(output, name),
    observed: { libcs: output.libcs, muslPackage: output.muslPackage, getent: name.getent },
  }));
}

/** Where it was, and what the libc there made of the name. */
function titleOf({ hostname, libcs, muslPackage, whole }: ProbeOutput, { getent }: ProbedName): string {
  const libc = libcs.map((each) => (each.startsWith('musl') && muslPackage !== undefined ? `musl ${muslPackage}` : each)).join(', ');
  const said = getent === undefined ? '' : `; getent there: ${getentWords(getent)}`;
  return `probed in ${hostname}${libc === '' ? '' : ` (${libc})`}${said}${whole ? '' : '; the output is cut short'}`;
}

function getentWords({ code, said }: NonNullable<ProbedName['getent']>): string {
  const addresses = new Set(said.flatMap((line) => /^([\d.]+|[\da-f:]+:[\da-f:.]*)\s/.exec(line)?.[1] ?? []));
  if (code === 0) return `${addresses.size} ${addresses.size === 1 ? 'address' : 'addresses'}`;
  return code === 124 || code === 143 ? 'no end after 60 s' : `failed (${code})`;
}

function serversOf({ connects }: ProbeOutput, { questions }: ProbedName): readonly object[] {
  const addresses = [...new Set(questions.map(({ server }) => server))];
  return addresses.map((address) => {
    const asked = questions.filter(({ server }) => server === address);
    return {
      address,
      listed: true,
      udp: !closed(asked.filter(({ transport }) => transport === 'udp')),
      tcp: tcpMode(
        connects.get(address),
        asked.filter(({ transport }) => transport === 'tcp'),
      ),
      // A rule without EDNS fits questions with it too, so those with it stand first.
      replies: asked.toSorted((a, b) => b.ednsSize - a.ednsSize).flatMap(ruleOf),
    };
  });
}

const glibcEdnsSize = 1200;
/** Shorter than any wait: the socket was refused, nothing was lost. */
const atOnceMs = 1500;

/** No answer to any question, each known at once: an ICMP error. */
function closed(asked: readonly ProbedQuestion[]): boolean {
  return asked.length > 0 && asked.every(({ reply, ms }) => reply === '' && ms !== undefined && ms < atOnceMs);
}

function tcpMode(connect: string | undefined, asked: readonly ProbedQuestion[]): string {
  if (asked.some(({ reply }) => reply !== '')) return 'ok';
  if (connect === 'refused' || connect === 'filtered') return connect;
  return closed(asked) ? 'closed-after-accept' : 'silent';
}

/** An answer, or silence. A question that was cut short is none: nobody knows. */
function ruleOf({ transport, type, name, ednsSize, reply, ms }: ProbedQuestion): readonly object[] {
  // What fits into the 1,200 bytes that glibc announces is as good for it.
  const minSize = reply.length / 2 <= glibcEdnsSize ? Math.min(ednsSize, glibcEdnsSize) : ednsSize;
  const match = { transport, type, name, ...(ednsSize > 0 && { edns: { minSize } }) };
  if (ms === undefined) return [];
  if (reply === '') return transport === 'udp' && ms >= atOnceMs ? [{ match, actions: [{ drop: true }] }] : [];
  // Whole bytes of a message, the id as 0000.
  if (reply.length < 8 || reply.length % 2 === 1) return [];
  return [{ match, actions: [{ delayMs: ms, reply: `0000${reply.slice(4)}` }] }];
}
