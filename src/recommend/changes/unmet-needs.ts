import type { BaseFacts } from '../../bases/describe-base.ts';
import type { Base } from '../../distro/base.ts';
import { installCommand } from '../../judge/package-installs.ts';
import type { Software } from '../../judge/software.ts';
import type { Change, Need } from '../../report/recommendation.ts';
import { closenessOf } from '../candidates/standing.ts';
import { runtimeImage } from './runtime-image.ts';
import { userChange } from './user-change.ts';

/** What the software needs and this base does not have; what the loader misses is no part of it. */
export function unmetNeeds(software: Software, target: Software, needs: readonly Need[], catalogue: BaseFacts | null): readonly Change[] {
  const { base } = target;
  // A derived profile holds libraries and programs; of everything else the catalogue may know.
  const seen = target.profile?.kind === 'derived' ? null : base;
  return needs.flatMap((need): readonly Change[] => {
    switch (need.kind) {
      case 'runtime':
        return hasRuntime(target, need) ? [] : [ownPackage(software, target, need) ?? takeRuntime(target.name, need)];
      case 'certificates':
        return hasCertificates(seen, catalogue) ? [] : [fetched('add-certificates', 'ca-certificates', base, need)];
      case 'time-zones':
        return hasTimeZones(seen, catalogue) ? [] : [fetched('add-time-zones', 'tzdata', base, need)];
      case 'locale':
        return target.profile?.kind === 'derived' ? [] : localeChange(base, need);
      case 'user':
        return userChange(software, base);
      default:
        return [];
    }
  });
}

function hasRuntime({ runtimes }: Software, { what }: Need): boolean {
  return runtimes.some(({ kind }) => kind === what.split(' ')[0]);
}

/** On the same release the package that brings the runtime today brings it again. */
function ownPackage({ base, packages, runtimes }: Software, target: Software, { what }: Need): Change | null {
  const runtime = runtimes.find(({ kind }) => kind === what.split(' ')[0]);
  const owner = runtime === undefined ? null : packages.ownerOf(runtime.program);
  if (owner === null || closenessOf(base, target.base) !== 'same-release') return null;
  const how = installCommand(target.base?.packageManagers[0]?.name ?? null, [owner.name]);
  return { kind: 'install-packages', what: owner.name, how, certainty: 'likely', source: 'as it is installed today' };
}

function takeRuntime(name: string, { what }: Need): Change {
  const image = runtimeImage(what, name);
  return {
    kind: 'take-runtime',
    what,
    how: image?.reference ?? null,
    certainty: image?.certainty ?? 'possible',
    source:
      image?.source ??
      (what.includes(' ') ? 'no image of it on this base is known here' : 'which version it is does not show in the image'),
  };
}

/** Where the files are not at hand, only a plain no of the catalogue counts as missing. */
function hasCertificates(base: Base | null, catalogue: BaseFacts | null): boolean {
  if (base === null) return !isNo(catalogue?.caCertificates);
  return base.caCertificates.bundles.length > 0 || base.caCertificates.hashed > 0 || !base.missing.includes('ca-certificates');
}

function hasTimeZones(base: Base | null, catalogue: BaseFacts | null): boolean {
  if (base === null) return !isNo(catalogue?.timeZones);
  return base.timeZones.files > 0 || !base.missing.includes('time-zones');
}

function isNo(words: string | undefined): boolean {
  return words !== undefined && /^no\b/.test(words);
}

/** Installed where the base can, else copied from a stage that can. */
function fetched(kind: Change['kind'], name: string, base: Base | null, { evidence, certainty }: Need): Change {
  const manager = base?.packageManagers[0]?.name ?? null;
  const how = manager === null ? copies[name] : installCommand(manager, [name]);
  return { kind, what: name, how: how ?? null, certainty, source: evidence[0] ?? '' };
}

const copies: Readonly<Record<string, string | undefined>> = {
  'ca-certificates': 'COPY --from=BUILDER /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/',
  tzdata: 'COPY --from=BUILDER /usr/share/zoneinfo /usr/share/zoneinfo',
};

/** musl has one locale's behaviour whatever is asked for; glibc falls back to C without the locale's files. */
function localeChange(base: Base | null, { what, evidence, certainty }: Need): readonly Change[] {
  if (base?.libc?.family !== 'glibc' || base.locales.some((each) => sameLocale(each, what) || each === 'locale-archive')) return [];
  const debian = base.distribution === 'debian' || base.distribution === 'ubuntu';
  const name = debian ? 'locales' : `glibc-langpack-${what.slice(0, 2).toLowerCase()}`;
  const how = debian
    ? `apt-get install -y --no-install-recommends locales && localedef -i ${what.split('.')[0] ?? what} -f UTF-8 ${what}`
    : installCommand(base.packageManagers[0]?.name ?? null, [name]);
  return [{ kind: 'add-locale', what, how: base.packageManagers.length === 0 ? null : how, certainty, source: evidence[0] ?? '' }];
}

function sameLocale(a: string, b: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll('-', '');
  return plain(a) === plain(b);
}
