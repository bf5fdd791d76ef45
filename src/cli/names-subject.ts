import { existsSync } from 'node:fs';

/** Whether a name is something to open. A bare name that is not there is one of the catalogue: a typing mistake never becomes a pull from somewhere. */
export function namesSubject(name: string): boolean {
  return /^(?:registry|docker|podman|(?:docker-|oci-)?archive|oci|rootfs|repo):|^-$/.test(name) || existsSync(name) || namesMember(name);
}

/** `FILE:NAME` is one image of a file, and both may hold colons; `debian:12` is the catalogue's even beside a folder named debian. */
function namesMember(name: string): boolean {
  for (let colon = name.lastIndexOf(':'); colon > 0; colon = name.lastIndexOf(':', colon - 1)) {
    const file = name.slice(0, colon);
    if (/[/.]/.test(file) && existsSync(file)) return true;
  }
  return false;
}
