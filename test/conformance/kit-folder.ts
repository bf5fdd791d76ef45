import { resolve } from 'node:path';

/** Where the kits are: $BASEWISE_KITS, else `../shared` beside the checkout. */
export function kitFolder(): string {
  return resolve(process.env['BASEWISE_KITS'] ?? '../shared');
}
