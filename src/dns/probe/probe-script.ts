import { BasewiseError } from '../../errors.ts';

const mostNames = 50;

/**
 * A POSIX script that prints how a container would resolve `names`: its configuration, its libc, and the raw answers of its nameservers, in the form that
 * `readProbe` takes. It needs a shell and one of `od`, `hexdump` or `xxd`; it asks with busybox's `nc` or with bash. Nothing is written. Throws BasewiseError
 * `bad-usage` for what is no host name.
 */
export function probeScript(names: readonly string[]): string {
  if (names.length > mostNames) throw new BasewiseError('bad-usage', `more than ${mostNames} names`);
  for (const name of names) {
    if (!isPlainName(name))
      throw new BasewiseError('bad-usage', `"${name}" is no host name of letters, digits, hyphens, underscores and dots`);
  }
  return `${script}\n${names.map((name) => `probe ${name}`).join('\n')}\nsay end\n`;
}

/** Nothing that a shell would take for its own. */
function isPlainName(name: string): boolean {
  return (
    /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252})$/.test(name) &&
    name
      .replace(/\.$/, '')
      .split('.')
      .every((label) => label !== '' && label.length <= 63)
  );
}

/**
 * Each printf is one short line, so that questions asked side by side do not mix. dd gathers a message into one write, because a datagram is one. Time comes from
 * /proc/uptime in hundredths of a second.
 */
const script = String.raw`#!/bin/sh
# Made by "basewise dns probe --sh". Reads name-resolution settings, asks this container's own nameservers, and prints
# what "basewise dns replay" reads. It writes no file and asks nobody else.
LC_ALL=C; export LC_ALL
say() { printf '%s\n' "$*"; }
now() { if read -r up rest </proc/uptime; then printf '%s' "${'$'}{up%.*}${'$'}{up#*.}"; else printf '%s00' "$(date +%s)"; fi 2>/dev/null; }
have() { command -v "$1" >/dev/null 2>&1; }
if have od; then hexes() { od -An -v -tx1 | tr -d ' \n'; }
elif have hexdump; then hexes() { hexdump -v -e '1/1 "%02x"'; }
elif have xxd; then hexes() { xxd -p | tr -d '\n'; }
else hexes() { cat >/dev/null; }; fi
chunks() { fold -w 1000 | while IFS= read -r part || [ -n "$part" ]; do printf '%s %s\n' "$1" "$part"; done; }

say 'basewise-dns-probe 1'
say "hostname $(cat /proc/sys/kernel/hostname 2>/dev/null || hostname 2>/dev/null)"
for var in LOCALDOMAIN RES_OPTIONS HOSTALIASES; do
  eval "value=\${$var-}"
  [ -z "$value" ] || say "env $var $value"
done
for file in resolv.conf hosts nsswitch.conf gai.conf host.conf; do
  if [ -r "/etc/$file" ]; then say "file $file"; head -c 262144 "/etc/$file" | hexes | chunks data; else say "absent $file"; fi
done
for file in if_inet6 route fib_trie; do
  [ ! -r "/proc/net/$file" ] || { say "proc $file"; head -c 65536 "/proc/net/$file" | hexes | chunks data; }
done
for loader in /lib/ld-musl-*.so.1; do
  [ ! -e "$loader" ] || say "libc musl $("$loader" 2>&1 | sed -n 's/^Version //p')"
done
[ ! -r /lib/apk/db/installed ] || say "package musl $(sed -n '/^P:musl$/,/^$/s/^V://p' /lib/apk/db/installed)"
for libc in /lib64/ld-linux-*.so.2 /lib/ld-linux-*.so.1 /lib/*-linux-gnu/libc.so.6 /lib64/libc.so.6; do
  [ ! -e "$libc" ] || say "libc glibc $({ "$libc" --version || "$libc"; } 2>/dev/null </dev/null | sed -n 's/.*version \([0-9.]*[0-9]\).*/\1/p' | head -n 1)"
done

if nc 2>&1 </dev/null | grep -q 'BusyBox'; then how=nc
elif have bash && have timeout; then how=bash
else how=none; fi
say "how $how"
# Standard input goes to the server, its answer comes out.
link() {
  if [ "$how" = bash ]; then
    bash -c 'exec 3<>"/dev/$1/$2/53" || exit 1; cat <&0 >&3 & exec timeout 3 cat <&3' bash "$1" "$2" 2>/dev/null
  elif [ "$1" = udp ]; then nc -n -u -w 3 "$2" 53 2>/dev/null
  else nc -n -w 3 "$2" 53 2>/dev/null; fi
}
connects() {
  if [ "$how" = bash ]; then timeout 3 bash -c 'exec 3<>"/dev/tcp/$1/53"' bash "$1" 2>/dev/null </dev/null
  else nc -n -z -w 3 "$1" 53 >/dev/null 2>&1 </dev/null; fi
}
oct() { printf '\\%03o' "$1"; }
wire() {
  rest=$1.; wired=
  while [ -n "$rest" ]; do
    label=${'$'}{rest%%.*}; rest=${'$'}{rest#*.}
    wired=$wired$(oct "${'$'}{#label}")$label
  done
  printf '%s' "$wired\\000"
}
# ask ID TRANSPORT SERVER TYPE NAME EDNS
ask() {
  case $4 in A) type='\001' ;; *) type='\034' ;; esac
  size=$((${'$'}{#5} + 18)); more='\000'; opt=
  if [ "$6" != 0 ]; then size=$((size + 11)); more='\001'; opt='\000\000\051\004\320\000\000\000\000\000\000'; fi
  message="\\022\\064\\001\\000\\000\\001\\000\\000\\000\\000\\000$more$(wire "$5")\\000$type\\000\\001$opt"
  [ "$2" = udp ] || message="$(oct $((size / 256)))$(oct $((size % 256)))$message"
  say "query $1 $2 $3 $4 $5 $6"
  begun=$(now)
  { printf "$message" | dd ibs=1 obs=4096 2>/dev/null; [ "$2" = udp ] || sleep 3; } | link "$2" "$3" | {
    if [ "$2" = udp ]; then bytes=$(dd bs=65535 count=1 2>/dev/null | hexes)
    else
      length=$(dd bs=1 count=2 2>/dev/null | hexes)
      if [ ${'$'}{#length} -eq 4 ]; then bytes=$(dd bs=1 count=$((0x$length)) 2>/dev/null | hexes); else bytes=; fi
    fi
    took=$(($(now) - begun))
    [ -z "$bytes" ] || printf '%s\n' "$bytes" | chunks "reply $1"
    say "done $1 $took"
  }
}
servers=; domains=
if [ -r /etc/resolv.conf ]; then
  while read -r word first others || [ -n "$word" ]; do
    case $word in
      nameserver) case $first in '' | *[!0-9A-Fa-f:.]*) say "skipped nameserver $first" ;; *) servers="$servers $first" ;; esac ;;
      search | domain) domains="$domains $first $others" ;;
    esac
  done </etc/resolv.conf
fi
[ -n "$servers" ] || servers=127.0.0.1
host=$(cat /proc/sys/kernel/hostname 2>/dev/null)
case $host in *.*) domains="$domains ${'$'}{host#*.}" ;; esac
domains="$domains ${'$'}{LOCALDOMAIN-}"
if [ "$how" != none ]; then
  for server in $servers; do
    begun=$(now)
    if connects "$server"; then say "connect $server ok"
    elif [ $(($(now) - begun)) -lt 200 ]; then say "connect $server refused"
    else say "connect $server filtered"; fi
  done
fi
id=0
# Every name that some client may ask for, each server A and AAAA, over UDP without and with EDNS, and over TCP.
probe() {
  say "name $1"
  candidates=${'$'}{1%.}
  case $1 in *.) ;; *) for domain in $domains; do candidates="$candidates ${'$'}{1}.${'$'}{domain%.}"; done ;; esac
  asked=' '
  for candidate in $candidates; do
    case $candidate in *[!A-Za-z0-9_.-]* | *..*) say "skipped name $candidate"; continue ;; esac
    candidate=${'$'}{candidate%.}
    case $asked in *" $candidate "*) continue ;; esac
    asked="$asked$candidate "
    [ "$how" != none ] && [ ${'$'}{#candidate} -le 253 ] || continue
    for server in $servers; do
      for type in A AAAA; do
        id=$((id + 3))
        ask $id udp "$server" $type "$candidate" 0 &
        ask $((id + 1)) udp "$server" $type "$candidate" 1232 &
        ask $((id + 2)) tcp "$server" $type "$candidate" 0 &
      done
    done
    wait
  done
  if have getent; then
    begun=$(now)
    if have timeout; then said=$(timeout 60 getent ahosts "$1" 2>&1); else said=$(getent ahosts "$1" 2>&1); fi
    say "getent $? $(($(now) - begun)) $1"
    [ -z "$said" ] || printf '%s\n' "$said" | sed 's/^/said /'
  fi
}
`;
