import { manyAddresses, replyHex } from '../../resolver/scripted/scenario-maker.suite.ts';

const hex = (text: string): string => Buffer.from(text).toString('hex');

/** What the script prints for one name at one server: 40 addresses, cut over UDP to nothing. */
export function probeOutput(more: { readonly tcp?: string; readonly resolvConf?: string; readonly end?: string } = {}): string {
  const { tcp = 'ok', resolvConf = 'nameserver 10.96.0.10\noptions ndots:1\n', end = 'end\n' } = more;
  const answer = (id: number, transport: string, type: 'A' | 'AAAA', edns: number, reply: string): string =>
    `query ${id} ${transport} 10.96.0.10 ${type} big.ex.test ${edns}\n${reply === '' ? '' : `reply ${id} ${reply.slice(0, 100)}\nreply ${id} ${reply.slice(100)}\n`}done ${id} ${reply === '' ? 300 : 2}\n`;
  const whole = replyHex('big.ex.test', 'A', manyAddresses(40));
  const none = replyHex('big.ex.test', 'AAAA', []);
  return `Defaulted container "web" out of: web, sidecar (init)
basewise-dns-probe 1
hostname web-0
env RES_OPTIONS attempts:3
file resolv.conf
data ${hex(resolvConf)}
file hosts
data ${hex('127.0.0.1 localhost\n')}
absent nsswitch.conf
libc musl 1.2.3
package musl 1.2.3-r5
how nc
connect 10.96.0.10 ${tcp}
name big.ex.test
${answer(3, 'udp', 'A', 0, replyHex('big.ex.test', 'A', [], { tc: true }))}${answer(4, 'udp', 'A', 1232, whole)}${answer(5, 'tcp', 'A', 0, tcp === 'ok' ? whole : '')}${answer(6, 'udp', 'AAAA', 0, none)}${answer(7, 'udp', 'AAAA', 1232, none)}${answer(8, 'tcp', 'AAAA', 0, tcp === 'ok' ? none : '')}getent 2 4 big.ex.test
${end}`;
}
