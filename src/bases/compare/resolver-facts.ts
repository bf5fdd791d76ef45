import { glibcSwitches, newestMinor, oldestMinor } from '../../resolver/glibc/switches.ts';
import { muslSwitches } from '../../resolver/musl/versions.ts';

/** The behaviours of a libc's getaddrinfo that a comparison shows, null where the version is not known. Switches of one family have one set of names. */
export function resolverFacts(
  family: string,
  version: string | null,
  packageVersion: string | null,
): Readonly<Record<string, unknown>> | null {
  if (version === null) return null;
  if (family === 'musl') {
    const revision = /-r(\d+)$/.exec(packageVersion ?? '')?.[1];
    const switches = muslSwitches(version, revision === undefined ? undefined : Number(revision));
    if (switches === undefined) return null;
    const { tcp, searchDomains } = switches;
    return {
      'name servers': 'all at once, the first answer counts',
      'truncated answers': tcp ? 'asked again over TCP' : 'used as far as they go',
      'nsswitch.conf': 'not read',
      'search domains': searchDomains ? 'yes' : 'no',
      ...prefixed({ ...switches, tcp: undefined, searchDomains: undefined }),
    };
  }
  if (family !== 'glibc') return null;
  const minor = Number(/^2\.(\d+)/.exec(version)?.[1] ?? NaN);
  if (Number.isNaN(minor) || minor < oldestMinor || minor > newestMinor) return null;
  return {
    'name servers': 'one after another',
    'truncated answers': 'asked again over TCP',
    'nsswitch.conf': 'decides where names are looked up',
    'search domains': 'yes',
    ...prefixed(glibcSwitches(minor, false)),
  };
}

/** The switches of the resolver models; they are compared, and shown only where they differ. */
function prefixed(switches: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(switches)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [`resolver ${name}`, value]),
  );
}
