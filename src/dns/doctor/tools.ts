import type { Rootfs } from '../../tree/rootfs.ts';
import type { WhoResolves } from './who-resolves.ts';
import { whoResolves } from './who-resolves.ts';

/** A tool that people judge name resolution by. */
export interface Tool {
  readonly name: string;
  readonly path: string;
  /** `the application's root`, or the container that the doctor runs in. */
  readonly place: 'application' | 'here';
  readonly differs: readonly StoryDifference[];
}

/** Why a tool would tell another story than the application. */
export type StoryDifference =
  /** It asks servers itself: no hosts file, no nsswitch.conf. */
  | 'no-hosts-file'
  | 'no-search-list'
  /** Only names without a dot, in every domain at once; ndots is not looked at. */
  | 'searches-short-names-only'
  /** It asks one type at a time: a bad AAAA beside a good A goes unnoticed. */
  | 'one-type-at-a-time'
  /** It falls back to TCP, or announces more than 512 bytes, where the application does not. */
  | 'takes-large-answers'
  /** It never asks over TCP, which the application does: it shows a part of a large answer. */
  | 'cuts-large-answers'
  /** Another C library resolves for it. */
  | 'other-libc'
  /** It asks the C library, which the application does not. */
  | 'libc-not-used'
  /** It asks the same C library as the application. */
  | 'same';

const candidates: readonly {
  readonly name: string;
  readonly paths: readonly string[];
  readonly own: boolean;
  readonly searches: boolean;
}[] = [
  { name: 'getent', paths: ['/usr/bin/getent'], own: false, searches: true },
  { name: 'nslookup', paths: ['/usr/bin/nslookup', '/bin/nslookup'], own: true, searches: true },
  { name: 'dig', paths: ['/usr/bin/dig'], own: true, searches: false },
  { name: 'host', paths: ['/usr/bin/host'], own: true, searches: true },
  { name: 'curl', paths: ['/usr/bin/curl'], own: false, searches: true },
  { name: 'wget', paths: ['/usr/bin/wget', '/bin/wget'], own: false, searches: true },
  { name: 'ping', paths: ['/bin/ping', '/usr/bin/ping'], own: false, searches: true },
];

/** Which tools are there, and how far each can be believed about an application that resolves as `app` does. */
export function toolStories(rootfs: Rootfs, place: Tool['place'], app: WhoResolves): readonly Tool[] {
  return candidates.flatMap(({ name, paths, own, searches }) => {
    for (const path of paths) {
      const found = rootfs.tree.lookup(path);
      if (!found.ok) continue;
      const busybox = /\/busybox(?:\.\w+)?$/.test(found.entry.path);
      // Nothing can be said of a tool that asks a libc where the application's is not known.
      if (!own && app.kind === 'unknown') return [];
      const differs = own ? ownStory(app, { busybox, searches }) : libcStory(whoResolves(rootfs, path), app);
      return [{ name: busybox ? `busybox ${name}` : name, path, place, differs }];
    }
    return [];
  });
}

interface OwnResolver {
  readonly busybox: boolean;
  readonly searches: boolean;
}

/** A tool with a resolver of its own. busybox nslookup as version 1.36 was seen to ask, the others as BIND's are. */
function ownStory(app: WhoResolves, { busybox, searches }: OwnResolver): readonly StoryDifference[] {
  const musl = app.kind === 'libc' && app.resolver?.family === 'musl' ? app.resolver.switches : undefined;
  const search: readonly StoryDifference[] = busybox ? ['searches-short-names-only'] : searches ? [] : ['no-search-list'];
  const noTcp = musl?.tcp === false || app.kind === 'static';
  return [
    'no-hosts-file',
    ...search,
    ...(musl?.strictPair === true || app.kind === 'static' ? (['one-type-at-a-time'] as const) : []),
    ...(!busybox && noTcp ? (['takes-large-answers'] as const) : []),
    ...(busybox && !noTcp && app.kind !== 'unknown' ? (['cuts-large-answers'] as const) : []),
  ];
}

/** A tool that asks its C library. */
function libcStory(tool: WhoResolves, app: WhoResolves): readonly StoryDifference[] {
  if (app.kind !== 'libc') return ['libc-not-used'];
  if (tool.kind !== 'libc') return ['other-libc'];
  return tool.libc.family === app.libc.family &&
    tool.libc.version === app.libc.version &&
    tool.libc.package?.version === app.libc.package?.version
    ? ['same']
    : ['other-libc'];
}
