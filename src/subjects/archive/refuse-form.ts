import { BasewiseError } from '../../errors.ts';
import type { ByteForm } from './sniff.ts';

/** Throws for what is no tar and no compression that is read here. `path` is `-` for standard input. */
export function refuseForm(form: ByteForm, path: string): void {
  if (form === 'xz' || form === 'bzip2') {
    throw new BasewiseError(`${form}-unsupported`, `${form} compression is not read here`, {
      path,
      hint: `decompress it on the way in: ${form} -dc ${path === '-' ? 'FILE' : path} | basewise check -`,
    });
  }
  if (form === 'zip' || form === 'elf' || form === 'other') {
    throw new BasewiseError('not-an-archive', 'it is no tar archive', {
      path,
      hint: 'an image as docker save or skopeo write it, or a root file system, as a tar (plain, gzip or zstd)',
    });
  }
}
