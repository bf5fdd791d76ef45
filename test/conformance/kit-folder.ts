import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the kits are: $BASEWISE_KITS, else `../shared` beside the checkout. */
export function kitFolder(): string {
  return resolve(process.env['BASEWISE_KITS'] ?? '../shared');
}

/** A kit image as a subject: `docker-archive:OUT/app.tar` in the folder where the images were built. */
export function kitSubject(reference: string): string {
  return reference.replace('OUT/', `${process.env['BASEWISE_IMAGES'] ?? ''}/`).replace(/^docker-archive:|^oci-archive:/, 'archive:');
}

/** What an observation ran on: `root:alpine-3.20.tar.gz`, `image:debian12-slim-app`. */
export function kitTarget(on: string): string {
  const [kind, name = ''] = on.split(':');
  if (kind === 'root') return join(kitFolder(), 'images/roots', name);
  const { reference } = JSON.parse(readFileSync(join(kitFolder(), `images/expect/${name}.json`), 'utf8')) as { readonly reference: string };
  return kitSubject(reference);
}
