import { createHash } from 'node:crypto';
import type { ImageSource, Platform } from '../../image/source.ts';
import type { Software } from '../../judge/software.ts';
import { imageIdentity } from '../../subjects/layer-cache/image-identity.ts';
import type { StoredDigests } from '../../subjects/layer-cache/stored-digest.ts';
import type { CommandIo } from '../io.ts';
import { ownProfile, resolveTarget } from './resolve-target.ts';

/** A target with one name for all that judging reads of it; null where that cannot be told without reading everything. */
export interface KnownTarget {
  readonly software: Software;
  readonly identity: () => Promise<string | null>;
}

/** What `--on` names, opened once for each platform. Throws as `resolveTarget`. */
export type KnownTargets = (name: string, platform: Platform) => Promise<KnownTarget>;

export function knownTargets(io: CommandIo, digests: StoredDigests): KnownTargets {
  const known = new Map<string, Promise<KnownTarget>>();
  return (name, platform) => {
    const key = `${name} ${platform.os}/${platform.architecture}/${platform.variant ?? ''}`;
    const target = known.get(key) ?? open(name, platform, io, digests);
    known.set(key, target);
    return target;
  };
}

async function open(name: string, platform: Platform, io: CommandIo, digests: StoredDigests): Promise<KnownTarget> {
  const read: ImageSource[] = [];
  const software = await resolveTarget(name, platform, io, (source) => void read.push(source));
  const { profile } = software;
  return {
    software,
    async identity() {
      if (profile?.kind === 'own') return hashOf(ownProfile(name, platform, io));
      if (profile !== undefined) return `shipped ${profile.name} ${platform.os}/${platform.architecture}`;
      return read[0] === undefined ? null : imageIdentity(read[0], digests);
    },
  };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
