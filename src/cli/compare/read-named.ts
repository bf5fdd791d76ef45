import type { ComparedBase } from '../../bases/compare/compared-base.ts';
import { fromCatalogue } from '../../bases/compare/from-catalogue.ts';
import { fromProfile } from '../../bases/compare/from-profile.ts';
import { describeBase } from '../../bases/describe-base.ts';
import { pulledFromCatalogue } from '../../bases/paid-size/pulled-image.ts';
import { findShippedProfile } from '../../bases/profiles/shipped-profiles.ts';
import type { Platform } from '../../image/source.ts';
import { profileStore, storedProfile } from '../bases/profile-store.ts';
import { resolveTarget } from '../check/resolve-target.ts';
import type { CommandIo } from '../io.ts';
import { unlayered } from '../paid-size/read-pulled.ts';
import { catalogueFacts } from './catalogue-facts.ts';

/** A base by its name: its profile where there is one, else what the catalogue knows. Throws BasewiseError `unknown-base`. */
export async function readNamed(name: string, wanted: Platform, today: string, io: CommandIo): Promise<ComparedBase> {
  const words = `${wanted.os}/${wanted.architecture}`;
  const hasProfile = findShippedProfile(name, words) !== null || storedProfile(name, words, profileStore(io.env)) !== null;
  if (!hasProfile) return fromCatalogue(describeBase(name, today));
  const software = await resolveTarget(name, wanted, io);
  const { profile } = software;
  const catalogue = catalogueFacts(name, today);
  return fromProfile({
    ...software,
    name,
    architecture: words,
    pulled: catalogue === undefined ? unlayered(name) : pulledFromCatalogue(catalogue),
    profile: profile ?? { kind: 'own', source: name, date: today },
    catalogue,
  });
}
