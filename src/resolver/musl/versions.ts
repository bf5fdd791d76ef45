import type { ClientFamily } from '../client.ts';

/** musl and Alpine. */
export const muslFamily: ClientFamily = { known: [], find: () => undefined };
