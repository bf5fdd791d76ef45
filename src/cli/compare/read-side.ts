import type { ComparedBase } from '../../bases/compare/compared-base.ts';
import { fromRoot } from '../../bases/compare/from-root.ts';
import { pulledFromSource } from '../../bases/paid-size/pulled-image.ts';
import { describeBase as describeRoot } from '../../distro/describe-base.ts';
import { readPackages } from '../../distro/packages/read-packages.ts';
import type { Platform } from '../../image/source.ts';
import type { FolderFiles } from '../../subjects/folder/folder-files.ts';
import { parseSubject } from '../../subjects/parse-subject.ts';
import { machinePlatform } from '../../subjects/manifests/platform.ts';
import type { CommandIo } from '../io.ts';
import { namesSubject } from '../names-subject.ts';
import { unlayered } from '../paid-size/read-pulled.ts';
import { readWithProgress } from '../reading.ts';
import { catalogueFacts } from './catalogue-facts.ts';

/** One side of a comparison. */
export interface Side {
  readonly base: ComparedBase;
  /** Of a folder: its files, which have no digests yet. */
  readonly files?: FolderFiles | undefined;
  /** Of the manifest. */
  readonly digest?: string | undefined;
}

/** One side: a real tree where the name is one, else a profile, else what the catalogue knows. */
export async function readSide(name: string, platform: Platform | undefined, io: CommandIo): Promise<Side> {
  const wanted = platform ?? machinePlatform();
  const today = new Date().toISOString().slice(0, 10);
  if (namesSubject(name)) {
    // A folder's files can be digested when it is known which of them need it.
    const read = await readWithProgress(name, platform, io, { digests: !isFolder(name), baseOnly: true });
    const { rootfs, config, files } = read;
    const packages = readPackages(rootfs);
    const base = describeRoot(rootfs, config?.user === undefined ? {} : { user: config.user }, packages);
    const architecture = read.platform === undefined ? null : `${read.platform.os}/${read.platform.architecture}`;
    const catalogue = catalogueFacts(base === null ? name : `${base.distribution ?? ''}:${base.release ?? ''}`, today);
    // Sizes of the catalogue are those of its own image, not of this one.
    const compared = fromRoot({
      name,
      rootfs,
      base,
      config,
      packages,
      architecture,
      pulled: read.kind === 'image' ? pulledFromSource({ name, layers: read.layers }) : unlayered(name),
      profile: null,
      catalogue: catalogue === undefined ? undefined : { ...catalogue, sizes: [] },
    });
    return { base: compared, files, digest: read.digest };
  }
  // Profiles are loaded by those who name one.
  const { readNamed } = await import('./read-named.ts');
  return { base: await readNamed(name, wanted, today, io) };
}

function isFolder(name: string): boolean {
  const subject = parseSubject(name);
  return subject.kind === 'rootfs' && subject.form === 'folder';
}
