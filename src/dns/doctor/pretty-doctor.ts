import { trapWeight } from '../../judge/resolver/configuration-traps.ts';
import { trapText } from '../../judge/resolver/trap-text.ts';
import { printable, wrap } from '../../report/text-layout.ts';
import { prettyHeadroom } from '../headroom/pretty-headroom.ts';
import { prettyLookup } from '../lookup/pretty-lookup.ts';
import type { StandIn } from './clients-of.ts';
import type { ConfigurationView } from './configuration-view.ts';
import type { Diagnosis } from './diagnose.ts';
import type { ServerState } from './ask-servers.ts';
import type { StoryDifference, Tool } from './tools.ts';
import type { WhoResolves } from './who-resolves.ts';

/** The whole diagnosis for people. `about` is the process or root in words. */
export function prettyDiagnosis(diagnosis: Diagnosis, about: string, columns: number): string {
  const { who, configuration, standIns, servers, names, tools, notAsked } = diagnosis;
  return [
    'Who resolves',
    ...wrap(`${about}: ${whoWords(who)}`, '  ', columns),
    ...standIns.flatMap((each) => wrap(standInWords(each), '  ', columns)),
    '',
    ...(configuration === null ? [] : ['What it reads', ...configurationLines(configuration, columns), '']),
    ...(servers.length === 0 ? [] : ['What the nameservers do', ...servers.map(serverLine), '']),
    ...names.flatMap(({ lookup, headroom }) => [
      indented(prettyLookup(lookup)),
      ...(headroom.length === 0 ? [] : [indented(prettyHeadroom(headroom))]),
    ]),
    'Who would tell another story',
    ...(tools.length === 0 ? ['  no tool was found that people judge by'] : tools.flatMap((tool) => wrap(toolWords(tool), '  ', columns))),
    '',
    ...(notAsked.length === 0 ? [] : ['Not asked', ...notAsked.flatMap((text) => wrap(text, '  ', columns)), '']),
  ].join('\n');
}

function whoWords(who: WhoResolves): string {
  switch (who.kind) {
    case 'libc': {
      const revision = who.libc.package === undefined ? (who.libc.version ?? 'of unknown version') : who.libc.package.version;
      const program = who.program === undefined ? 'its programs resolve' : `${who.program} resolves`;
      const unmodelled = who.resolver === null ? '; this version is not modelled' : '';
      return `${program} through ${who.libc.family} ${revision} (${who.libc.path})${unmodelled}`;
    }
    case 'go':
      return `${who.program} resolves with Go's own resolver (${who.go.version}); the C library of the image does not matter`;
    case 'static':
      return `${who.program} is static: its resolver is inside${who.libc === null ? '' : ` (${who.libc}, of a version that the file does not say)`}`;
    case 'unknown':
      return `not known: ${who.why}`;
  }
}

function standInWords({ client, because }: StandIn): string {
  switch (because) {
    case 'its-libc':
      return `looked up as ${client}`;
    case 'its-go':
      return `looked up as ${client}`;
    case 'go-with-cgo':
      return `built with cgo, and this configuration makes Go ask the C library: looked up as ${client}`;
    case 'node-resolve':
      return `dns.resolve* of Node asks by itself: ${client}`;
    case 'bundled-musl':
      return `one of the musls that toolchains bundle: ${client}`;
    case 'other-tool':
      return `for comparison: ${client}`;
  }
}

function configurationLines(view: ConfigurationView, columns: number): readonly string[] {
  const { nameservers, search, ndots, timeout, attempts, sources, readBy, traps } = view;
  return [
    `  as ${readBy} reads it:`,
    `    nameservers  ${nameservers.map(printable).join(' ')}`,
    ...wrap(`search       ${search.length === 0 ? '(none)' : search.join(' ')}`, '    ', columns),
    `    ndots ${ndots}, timeout ${timeout} s, attempts ${attempts}; sources: ${sources.map(printable).join(' ')}`,
    ...traps.flatMap((trap) => {
      const { message, fix } = trapText(trap, readBy);
      return [...wrap(`${trapWeight(trap).severity}: ${message}`, '  ', columns), ...wrap(`fix: ${fix}`, '    ', columns)];
    }),
  ];
}

function serverLine({ server, udp, udpMs, tcp, asked }: ServerState): string {
  return printable(`  ${server}  UDP ${udp}${udpMs === undefined ? '' : ` in ${udpMs} ms`}, TCP ${tcp}  (asked for ${asked})`);
}

function toolWords({ name, path, place, differs }: Tool): string {
  const where = place === 'here' ? 'in this container' : "in the application's root";
  return `${name} (${path}, ${where}): ${differs.map((each) => stories[each]).join('; ')}`;
}

const stories: Readonly<Record<StoryDifference, string>> = {
  'no-hosts-file': 'asks the servers itself, without /etc/hosts and nsswitch.conf',
  'no-search-list': 'does not use the search list',
  'searches-short-names-only': 'searches names without a dot only, whatever ndots says',
  'cuts-large-answers': 'never asks over TCP and shows a part of a large answer, where the application gets all of it',
  'one-type-at-a-time': 'asks for one type at a time, so that a bad AAAA beside a good A goes unnoticed',
  'takes-large-answers': 'takes answers over 512 bytes, which the application does not',
  'other-libc': 'asks another C library than the application',
  'libc-not-used': 'asks the C library, which the application does not',
  same: 'the same C library: believe it',
};

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${printable(line)}`))
    .join('\n');
}
