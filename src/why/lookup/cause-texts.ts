import type { CauseText } from '../cause.ts';
import type { LookupCause } from './lookup-causes.ts';
import type { RecognisedLookup } from './recognised-lookup.ts';

/** A cause in words, with the name that was looked up put into its commands. */
export function lookupCauseText(id: LookupCause, fact: RecognisedLookup): CauseText {
  const name = fact.name === undefined || !/^[A-Za-z0-9_.-]+$/.test(fact.name) ? 'NAME' : fact.name;
  const fill = (text: string): string => text.replaceAll('{name}', name).replaceAll('{server}', fact.server ?? 'SERVER');
  const { what, tell, fix } = TEXTS[id];
  return { what: fill(what), tell: tell.map(fill), fix: fill(fix) };
}

const bothFamilies = 'basewise dns lookup {name} --as musl@1.2.3,musl@1.2.5,glibc@2.36';

const TEXTS: Readonly<Record<LookupCause, CauseText>> = {
  'harmless-reverse': {
    what: 'busybox nslookup could not find a name for the server it asks. It says nothing about the name that was looked up: read the lines below it.',
    tell: ['getent ahosts {name}   # what programs get'],
    fix: 'nothing to fix; use `getent ahosts` instead of busybox nslookup to see what programs see',
  },
  'name-is-no-host': {
    what: 'What was looked up is no host name: a variable without a value, a placeholder that nobody filled in, or a URL where a host belongs.',
    tell: ['look at the setting that the name comes from (env, Helm values, connection string)'],
    fix: 'give the setting a host name, without scheme, port and path',
  },
  'truncation-seen': {
    what: 'The answer is larger than 512 bytes, so the server cut it. This tool asks again over TCP; musl before 1.2.4 (Alpine up to 3.17, and static binaries built with it) does not, and gets part of the addresses or none.',
    tell: ['basewise dns headroom {name}', bothFamilies],
    fix: 'Alpine 3.18.9 or newer with 53/tcp open, or a base with glibc; or fewer records in the answer',
  },
  'upstream-fails': {
    what: 'The cluster DNS itself got no answer from its upstream (the servers of its node, or those of its forward plugin). What lies inside the cluster still resolves; every other name times out or is SERVFAIL for all pods.',
    tell: [
      'kubectl -n kube-system get configmap coredns -o yaml   # forward . …',
      'basewise dns lookup {name} --server UPSTREAM   # from a node',
    ],
    fix: "correct the forward line or the node's resolv.conf; open 53/udp and 53/tcp from the DNS pods to the upstream",
  },
  'reply-from-elsewhere': {
    what: 'The answer came from another address than the one that was asked (a Service or NAT whose way back is not translated, kube-proxy and the network plugin at odds). musl and glibc drop such answers and wait for their time-out.',
    tell: ['basewise dns doctor   # from the same pod', 'conntrack -L -p udp --dport 53   # on the node'],
    fix: 'repair address translation of the DNS service (kube-proxy mode, bridge-nf-call-iptables, masquerading)',
  },
  'kubelet-limits': {
    what: 'The kubelet writes at most 3 nameservers and 32 search domains (2,048 characters) into a pod and leaves the rest out: names that need what was left out do not resolve.',
    tell: ['kubectl exec POD -- cat /etc/resolv.conf', "cat /etc/resolv.conf   # the node's, which pods inherit"],
    fix: "fewer nameservers and search domains on the node, or the pod's own dnsConfig with dnsPolicy None",
  },
  'nginx-resolver': {
    what: 'nginx resolves names in variables itself, with the servers of its `resolver` directive; it reads neither resolv.conf nor its search list, nor /etc/hosts.',
    tell: ['grep -rn resolver /etc/nginx   # which servers', 'basewise dns lookup {name} --server ADDRESS'],
    fix: 'set `resolver` to the cluster DNS, and write the full name (service.namespace.svc.cluster.local)',
  },
  'records-1.2.4': {
    what: 'These words are musl 1.2.4 or newer: the name exists and no address was found. In 1.2.4-r0 and -r1 (Alpine 3.18 of May and June 2023) that is also said of answers with 64 records or more, or with a long CNAME chain.',
    tell: [
      'apk info -v musl   # 1.2.4-r0 or -r1?',
      'basewise dns headroom {name}',
      'basewise dns lookup {name} --as musl@1.2.4-r0,musl@1.2.4-r2',
    ],
    fix: 'apk upgrade musl (1.2.4-r2 or newer)',
  },
  'truncated-answer': {
    what: 'The answer no longer fits in 512 bytes and the server cut it to nothing. musl before 1.2.4 (Alpine up to 3.17, static binaries built with it) never asks again over TCP and takes the empty answer for "no such name"; behind a server that keeps what fits it silently gets part of the addresses.',
    tell: ['basewise dns headroom {name}', bothFamilies, 'apk info -v musl   # below 1.2.4?'],
    fix: 'Alpine 3.18.9 or newer with 53/tcp open, or a base with glibc; or fewer records in the answer',
  },
  'dots-not-searched': {
    what: 'musl never puts the search list behind a name that has as many dots as ndots says. With ndots:1 (plain Docker) `service.namespace`, with ndots:2 `service.namespace.svc` is asked as it stands and is not found; glibc tries the search list afterwards.',
    tell: ['cat /etc/resolv.conf   # ndots', `${bothFamilies} --pod POD.yaml`],
    fix: 'leave ndots at 5, or write the full name (service.namespace.svc.cluster.local)',
  },
  'bad-aaaa': {
    what: 'The A record is fine and the AAAA question gets NXDOMAIN (then "not found" at once), or SERVFAIL, REFUSED or nothing (then "try again" after 5 s). Since musl 1.2.1 (Alpine 3.13, all current releases) one bad half fails the pair; glibc and Go use the good half.',
    tell: [bothFamilies, 'basewise dns headroom {name}   # AAAA behaviour of each server'],
    fix: 'correct the server (a name with an A record must answer AAAA with NOERROR), or let the program ask for IPv4 only',
  },
  'search-missing': {
    what: 'The name is short: only a search list makes a full name of it, and none (or another) is in force: plain `docker run`, hostNetwork without ClusterFirstWithHostNet, dnsPolicy Default, another namespace, or musl up to 1.1.12, which has no search list.',
    tell: ['cat /etc/resolv.conf   # search', `${bothFamilies} --pod POD.yaml`],
    fix: 'write the full name, or give the pod dnsPolicy ClusterFirst (ClusterFirstWithHostNet with hostNetwork)',
  },
  'resolve-skips-search': {
    what: "dns.resolve* is c-ares: it asks for the name exactly as written and reads neither /etc/hosts nor the search list. dns.lookup (and http, net, fetch) is the C library's getaddrinfo.",
    tell: [
      "node -p \"require('dns').lookup('{name}', console.log)\"",
      'basewise dns lookup {name} --as node-resolve4,musl@1.2.5,glibc@2.36',
    ],
    fix: 'use dns.lookup, or the full name',
  },
  'first-server-final': {
    what: "Node's dns.resolve* takes an error of the first server as the answer, even where the second would know; only a timeout moves on.",
    tell: ['basewise dns lookup {name} --as node-resolve4 --server ADDRESS   # one server after the other'],
    fix: 'correct or remove the first server, or use dns.lookup',
  },
  'server-unreachable': {
    what: 'No answer comes from the DNS server: a NetworkPolicy or firewall without 53/udp and 53/tcp to it, no running cluster DNS, a resolv.conf that still names an old address, the network not up yet.',
    tell: [
      'basewise dns doctor   # inside the pod: every server, UDP and TCP',
      'kubectl -n kube-system get pods -l k8s-app=kube-dns',
      'kubectl get networkpolicy -A',
    ],
    fix: 'allow 53/udp and 53/tcp to the DNS servers; start them; correct resolv.conf',
  },
  'server-fails': {
    what: 'The server answers, and says that it cannot (SERVFAIL) or will not (REFUSED): its upstream is down, DNSSEC fails, the zone is not its own. glibc reports it at once, musl after 5 s.',
    tell: ['basewise dns lookup {name} --server ADDRESS   # each server by itself', 'the log of the DNS server'],
    fix: "repair the server's upstream or zone; remove servers that refuse",
  },
  'packets-lost': {
    what: 'Packets are lost now and then: the conntrack race of two questions from one port, a full conntrack table, an overloaded DNS pod. musl gives up after 5 s in all; glibc after 10 s a server, and waits 5 s for one lost packet.',
    tell: [
      'for i in $(seq 50); do getent ahosts {name} >/dev/null || echo failed; done',
      'conntrack -S | grep insert_failed   # on the node',
      'basewise dns headroom {name} --repeat 50 --every 1   # answers that come and go',
    ],
    fix: 'NodeLocal DNSCache; with glibc also `options single-request-reopen` (musl ignores it)',
  },
  'tcp-blocked': {
    what: 'The answer is larger than 512 bytes and 53/tcp is closed or filtered. musl from 1.2.4 and glibc must ask again over TCP: refused, they fail at once; filtered, musl fails after 5 s and glibc after about 134 s, and glibc waits without end for a server that accepts and stays silent.',
    tell: ['basewise dns headroom {name}   # size, and whether TCP/53 answers'],
    fix: 'open 53/tcp to the DNS servers, or make the answer smaller',
  },
  'build-network': {
    what: "The package manager could not resolve its mirror. In `docker build` that is the daemon's DNS: a resolver on the host that containers do not reach (127.0.0.53, a VPN), or a network that blocks them.",
    tell: [
      'docker run --rm IMAGE cat /etc/resolv.conf',
      'docker run --rm IMAGE nslookup {name}',
      'docker build --network=host …   # works? then it is the bridge network',
    ],
    fix: 'set "dns" in /etc/docker/daemon.json to servers that containers reach, or build with --network=host',
  },
  'search-stops': {
    what: 'musl stops at the first search element that answers anything but NXDOMAIN: NODATA (a parent domain that exists, a DNSSEC "empty NOERROR") ends the search with "not found", SERVFAIL or REFUSED with "try again" after 5 s. glibc and Go go on.',
    tell: [
      "cat /etc/resolv.conf   # domains behind the cluster's own",
      `${bothFamilies} --resolv-conf /etc/resolv.conf`,
      'getent ahosts {name}.   # with a final dot there is no search',
    ],
    fix: "take the node's domain out of the search list, set ndots:1 for external names, or write a final dot",
  },
  'name-absent': {
    what: 'The name does not exist for the server that was asked: a typing mistake, another namespace or cluster, a private zone that this server does not serve, a record that is not published yet.',
    tell: ['basewise dns lookup {name} --server ADDRESS   # ask the server that should know', 'kubectl get service -A | grep …'],
    fix: 'correct the name, or send the zone to the server that has it',
  },
  'no-such-record': {
    what: 'The name exists without an address of the kind that was asked for: only AAAA where the host has no IPv6, only other records, an empty (headless) service without ready endpoints.',
    tell: ['basewise dns lookup {name}', 'kubectl get endpointslices   # of a headless service'],
    fix: 'publish the address record, or wait for ready endpoints',
  },
  'go-path': {
    what: "Go names no server here: either cgo was on and the image's C library resolved it (then musl's and glibc's own traps apply), or the hosts file alone was asked.",
    tell: ['GODEBUG=netdns=2 ./program   # prints which resolver it takes', 'go version -m ./program | grep CGO'],
    fix: 'build with CGO_ENABLED=0, or set GODEBUG=netdns=go, to have the same resolver on every base',
  },
  'servers-race': {
    what: 'musl asks all nameservers at once and believes the first answer: with a cluster server beside a public or VPC one, "no such name" of the faster wins over the address of the slower. glibc asks them in order.',
    tell: ['cat /etc/resolv.conf   # more than one nameserver with different views?', bothFamilies],
    fix: 'one nameserver, or servers that all know the same',
  },
  'long-search-line': {
    what: 'musl skips a line of resolv.conf of 255 bytes or more, whole and without a word: a long search line (long namespace, many domains) leaves no search list at all.',
    tell: ["awk 'length >= 255' /etc/resolv.conf", 'basewise dns lookup {name} --resolv-conf /etc/resolv.conf --as musl@1.2.5,glibc@2.36'],
    fix: 'fewer or shorter search domains: dnsConfig with dnsPolicy None',
  },
  'system-limit': {
    what: 'The lookup failed inside the machine, before any answer: no file descriptors left, no IPv6 in the kernel (musl up to 1.2.3 then cannot open its socket), a seccomp profile, no memory.',
    tell: ['ulimit -n; ls /proc/PID/fd | wc -l', 'strace -f -e trace=network,openat getent ahosts {name}'],
    fix: 'raise the limit, or allow the system call',
  },
  'bad-name': {
    what: 'The client refuses the name before it asks: a label over 63 bytes, a name over 253, an empty label, characters that its resolver does not take.',
    tell: [bothFamilies],
    fix: 'correct the name',
  },
  'tool-is-not-the-app': {
    what: 'This tool asks a server by itself. It reads neither /etc/hosts nor nsswitch.conf, falls back to TCP, and asks for one record type: it can succeed where the program fails, and fail where it succeeds.',
    tell: ['getent ahosts {name}   # through the C library', 'basewise dns doctor'],
    fix: "judge by getent or the application's own runtime",
  },
  'search-dot': {
    what: '`search .` (kubelet 1.25.0 on hosts with systemd-resolved): musl 1.1.13 to 1.2.3 builds a malformed question from it and waits 5 s for every name with fewer than ndots dots.',
    tell: ["grep -n '^search' /etc/resolv.conf", `${bothFamilies} --resolv-conf /etc/resolv.conf`],
    fix: 'a newer kubelet, or dnsConfig without that element; musl 1.2.4 and newer skip it',
  },
  'hosts-family': {
    what: '/etc/hosts lists the name for the other address family only. musl takes that as final; glibc goes on to DNS.',
    tell: ['grep -n {name} /etc/hosts'],
    fix: 'add the other family to /etc/hosts, or take the line out',
  },
  'cname-order': {
    what: 'The answer has the address before the CNAME that leads to it. glibc from 2.37 (and the 2.34 to 2.36 branches) ignores such addresses; musl, Go and c-ares use them.',
    tell: ['basewise dns lookup {name} --as glibc@2.31,glibc@2.36,musl@1.2.5'],
    fix: 'correct the server that reorders answers',
  },
  'formerr-final': {
    what: 'The first server answers FORMERR (or another rare code). glibc takes that as final and never asks the second server; musl waits for the other.',
    tell: ['basewise dns lookup {name} --server ADDRESS   # each server by itself'],
    fix: 'correct or remove the first server',
  },
  'nss-sources': {
    what: 'glibc asks what the hosts: line of nsswitch.conf names, as far as the modules are installed: without `dns` there, in an image cut down to less than libnss_dns (before 2.34), or in a static glibc binary without those files, no question is ever sent.',
    tell: ['cat /etc/nsswitch.conf', 'getent -s dns ahosts {name}', 'basewise ldd --in IMAGE PROGRAM'],
    fix: 'hosts: files dns; install the missing module',
  },
  'attempts-zero': {
    what: '`options attempts:0`: glibc then sends nothing and says "temporary failure"; musl dies with SIGFPE.',
    tell: ['grep -n options /etc/resolv.conf; echo $RES_OPTIONS'],
    fix: 'attempts:1 or more',
  },
  'cached-failure': {
    what: 'The JVM keeps a failed lookup for 10 seconds (networkaddress.cache.negative.ttl): it may be reporting an earlier failure.',
    tell: ['wait 10 s and try again', 'getent ahosts {name}'],
    fix: 'networkaddress.cache.negative.ttl=0 in java.security where lookups fail at start only',
  },
};
