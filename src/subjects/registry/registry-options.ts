import type { RegistryOptions } from '../../net/registry/registry-client.ts';
import type { OpenOptions } from '../open-subject.ts';

/** How one registry is spoken to: what a command line says comes before the environment. */
export function registryOptions(domain: string, options: OpenOptions): RegistryOptions {
  const environment = options.environment ?? {};
  const { onProgress } = options;
  const mirrors = options.mirrors ?? mirrorsOf(environment['BASEWISE_MIRRORS'] ?? '');
  return {
    environment,
    plainHttp: options.plainHttp ?? /^(?:1|true|yes)$/i.test(environment['BASEWISE_PLAIN_HTTP'] ?? ''),
    mirrors: Object.hasOwn(mirrors, domain) ? mirrors[domain]! : [],
    signal: options.signal,
    ...(onProgress === undefined ? {} : { onBytes: (bytes) => onProgress({ kind: 'download', bytes }) }),
  };
}

function mirrorsOf(text: string): Readonly<Record<string, readonly string[]>> {
  const mirrors: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const entry of text.split(',')) {
    const [registry = '', mirror = ''] = entry.trim().split(/=(.*)/s);
    if (registry !== '' && mirror !== '') (mirrors[registry] ??= []).push(mirror);
  }
  return mirrors;
}
