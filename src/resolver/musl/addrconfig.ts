import type { LookupRequest } from '../client.ts';
import { isErrno } from '../network.ts';
import type { MuslRun } from './run.ts';

type Family = LookupRequest['family'];

/** The family that is asked for in the end, whether the one wanted is missing, or the error that ends the lookup. */
export type ConfiguredFamily = { readonly family: Family; readonly missing?: boolean } | { readonly result: string };

const loopbacks = [
  { family: 'inet', other: 'inet6', address: '127.0.0.1' },
  { family: 'inet6', other: 'inet', address: '::1' },
] as const;

const meansMissing = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EHOSTUNREACH', 'ENETUNREACH']);

/** AI_ADDRCONFIG since 1.1.20: a family is configured when its loopback address can be connected to (`getaddrinfo.c`). */
export async function configuredFamily(run: MuslRun, wanted: Family): Promise<ConfiguredFamily> {
  const { addrconfig, addrconfigAsksAnyway } = run.switches;
  if (addrconfig === 'ignored') return { family: wanted };
  let family = wanted;
  let missing = false;
  for (const loopback of loopbacks) {
    if (family === loopback.other) continue;
    const source = await run.world.network.sourceFor(loopback.address);
    if (!isErrno(source)) continue;
    const fatal = addrconfig === 'fatal' ? source !== 'EAFNOSUPPORT' : !meansMissing.has(source);
    if (fatal) return { result: 'EAI_SYSTEM' };
    run.note({ what: 'family-not-configured', detail: loopback.family });
    if (family === loopback.family) {
      if (!addrconfigAsksAnyway) return { result: 'EAI_NONAME' };
      missing = true;
    }
    family = loopback.other;
  }
  return { family, missing };
}
