import type { BaseFacts } from '../../bases/describe-base.ts';
import type { Fleet } from '../../bases/paid-size/fleet.ts';
import { paidSize } from '../../bases/paid-size/paid-size.ts';
import { pulledFromCatalogue } from '../../bases/paid-size/pulled-image.ts';
import type { Software } from '../../judge/software.ts';
import type { Standing, Surface } from '../../report/recommendation.ts';

/** How a base stands of which there is no profile. */
export function standingByName(own: Known | null, base: Known | null, catalogue: BaseFacts | null, fleet: Fleet): Standing {
  return {
    ...byCatalogue(catalogue, fleet),
    knownBytes: null,
    surface: {
      packages: null,
      privileged: null,
      shell: catalogue === null ? null : catalogue.shell !== null,
      packageManager: catalogue === null ? null : catalogue.packageManager !== null,
    },
    closeness: closenessOf(own, base),
  };
}

/** How a base stands by everything but its verdict. Of a derived profile what the catalogue says; null is not known. */
export function standingOf(own: Known | null, target: Software, catalogue: BaseFacts | null, fleet: Fleet): Standing {
  return {
    ...byCatalogue(catalogue, fleet),
    knownBytes: target.profile?.kind === 'derived' ? null : knownBytes(target),
    surface: surfaceOf(target, catalogue),
    closeness: closenessOf(own, target.base),
  };
}

function byCatalogue(catalogue: BaseFacts | null, fleet: Fleet): Pick<Standing, 'support' | 'development' | 'paid' | 'onDiskMegabytes'> {
  const size = catalogue?.sizes.find(({ onDiskMegabytes }) => onDiskMegabytes !== null);
  return {
    support: catalogue?.support ?? null,
    development: /^(?:sid|edge|rawhide|testing|unstable)$/.test(catalogue?.classification.release ?? ''),
    paid: catalogue === null ? null : paidSize(pulledFromCatalogue(catalogue), fleet),
    onDiskMegabytes: size?.onDiskMegabytes ?? null,
  };
}

function surfaceOf({ base, profile }: Software, catalogue: BaseFacts | null): Surface {
  if (base === null) return { packages: 0, privileged: 0, shell: false, packageManager: false };
  if (profile?.kind === 'derived')
    return {
      packages: null,
      privileged: null,
      shell: catalogue === null ? base.shells.length > 0 : catalogue.shell !== null,
      packageManager: catalogue === null ? base.packageManagers.length > 0 : catalogue.packageManager !== null,
    };
  return {
    packages: base.packages.length,
    privileged: base.privileged.length,
    shell: base.shells.length > 0,
    packageManager: base.packageManagers.length > 0,
  };
}

function knownBytes({ rootfs }: Software): number {
  const counted = new Map<string, number>();
  for (const { type, identity, size } of rootfs.tree.entries()) if (type === 'file') counted.set(identity, size);
  return [...counted.values()].reduce((sum, size) => sum + size, 0);
}

/** What tells bases apart; a base that only its name tells has no flavour. */
interface Known {
  readonly distribution: string | null;
  readonly release: string | null;
  readonly flavour?: string | null;
  readonly libc: { readonly family: string } | null;
}

export function closenessOf(own: Known | null, base: Known | null): Standing['closeness'] {
  if (own === null || base === null) return 'other';
  const same = own.distribution !== null && own.distribution === base.distribution;
  // Distroless is a Debian and Chiselled an Ubuntu by its os-release, and none by what is in it.
  if (same && (own.flavour ?? null) === (base.flavour ?? null))
    return releaseKey(own) === releaseKey(base) ? 'same-release' : 'same-distribution';
  return own.libc !== null && own.libc.family === base.libc?.family ? 'same-libc' : 'other';
}

/** Alpine's third number is a patch. */
function releaseKey({ distribution, release }: Known): string | null {
  return distribution === 'alpine' && release !== null ? release.split('.').slice(0, 2).join('.') : release;
}
