import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zoneFile, zoneName, zoneRecords } from './zone.ts';

/** CoreDNS comes from the Go module proxy and takes minutes to build: only where $BASEWISE_COREDNS names the program, or BASEWISE_LAB_COREDNS=1 asks for the build. */
export const coreDnsModule = 'github.com/coredns/coredns@v1.11.3';

export function coreDns(program: string): RealServer {
  return {
    name: 'coredns',
    packages: [],
    program,
    command(folder) {
      writeFileSync(join(folder, 'big.zone'), zoneFile());
      writeFileSync(join(folder, 'Corefile'), `${zoneName}:53 {\n  bind 127.0.0.1\n  file ${join(folder, 'big.zone')}\n}\n`);
      return [program, '-conf', join(folder, 'Corefile')];
    },
  };
}

/** A DNS server that can be started on 127.0.0.1:53 of a name space. */
export interface RealServer {
  readonly name: string;
  readonly packages: readonly string[];
  /** Its program, which tells whether it is there. */
  readonly program: string;
  /** Writes its configuration below `folder` and gives the command, which stays in the foreground. */
  readonly command: (folder: string) => readonly string[];
}

export const realServers: readonly RealServer[] = [
  {
    name: 'unbound',
    packages: ['unbound'],
    program: '/usr/sbin/unbound',
    command(folder) {
      // An auth-zone answers chains of aliases; local-data would answer the first alias alone.
      writeFileSync(join(folder, 'big.zone'), zoneFile());
      const lines = [
        'server:',
        '  interface: 127.0.0.1',
        '  do-daemonize: no',
        '  chroot: ""',
        '  username: ""',
        '  pidfile: ""',
        '  use-syslog: no',
        '  rrset-roundrobin: no',
        // `test` is blocked by default (RFC 6761), and there is no root here to validate from.
        '  local-zone: "test." nodefault',
        '  module-config: "iterator"',
        'auth-zone:',
        `  name: "${zoneName}"`,
        `  zonefile: "${join(folder, 'big.zone')}"`,
        '  for-downstream: no',
        '  for-upstream: yes',
        'remote-control:',
        '  control-enable: no',
      ];
      writeFileSync(join(folder, 'unbound.conf'), `${lines.join('\n')}\n`);
      return ['/usr/sbin/unbound', '-d', '-p', '-c', join(folder, 'unbound.conf')];
    },
  },
  {
    name: 'bind',
    packages: ['bind9'],
    program: '/usr/sbin/named',
    command(folder) {
      writeFileSync(join(folder, 'big.zone'), zoneFile());
      writeFileSync(
        join(folder, 'named.conf'),
        `options { directory "${folder}"; listen-on { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; pid-file none; session-keyfile none; dnssec-validation no; };\nzone "${zoneName}" { type master; file "big.zone"; };\n`,
      );
      return ['/usr/sbin/named', '-f', '-c', join(folder, 'named.conf')];
    },
  },
  {
    name: 'dnsmasq',
    packages: ['dnsmasq-base'],
    program: '/usr/sbin/dnsmasq',
    command(folder) {
      const records = zoneRecords();
      writeFileSync(
        join(folder, 'hosts'),
        `${records
          .filter(({ type }) => type === 'A')
          .map(({ name, value }) => `${value} ${name}`)
          .join('\n')}\n`,
      );
      const aliases = records.filter(({ type }) => type === 'CNAME').map(({ name, value }) => `cname=${name},${value}`);
      writeFileSync(
        join(folder, 'dnsmasq.conf'),
        [
          'listen-address=127.0.0.1',
          'bind-interfaces',
          'no-resolv',
          'no-hosts',
          `addn-hosts=${join(folder, 'hosts')}`,
          ...aliases,
          '',
        ].join('\n'),
      );
      return ['/usr/sbin/dnsmasq', '-k', '-u', 'root', '-C', join(folder, 'dnsmasq.conf')];
    },
  },
  {
    name: 'knot',
    packages: ['knot'],
    program: '/usr/sbin/knotd',
    command(folder) {
      writeFileSync(join(folder, `${zoneName}.zone`), zoneFile());
      writeFileSync(
        join(folder, 'knot.conf'),
        `server:\n  listen: 127.0.0.1@53\n  rundir: ${folder}\ndatabase:\n  storage: ${folder}\ntemplate:\n  - id: default\n    storage: ${folder}\n    file: "%s.zone"\nzone:\n  - domain: ${zoneName}\n`,
      );
      return ['/usr/sbin/knotd', '-c', join(folder, 'knot.conf')];
    },
  },
  {
    name: 'powerdns',
    packages: ['pdns-server', 'pdns-backend-bind'],
    program: '/usr/sbin/pdns_server',
    command(folder) {
      writeFileSync(join(folder, 'big.zone'), zoneFile());
      writeFileSync(join(folder, 'bind.conf'), `zone "${zoneName}" { type master; file "${join(folder, 'big.zone')}"; };\n`);
      writeFileSync(
        join(folder, 'pdns.conf'),
        `launch=bind\nbind-config=${join(folder, 'bind.conf')}\nlocal-address=127.0.0.1\nsocket-dir=${folder}\nguardian=no\ndaemon=no\nsetuid=\nsetgid=\nresolver=no\nexpand-alias=no\n`,
      );
      return ['/usr/sbin/pdns_server', `--config-dir=${folder}`];
    },
  },
];
