import type { FoundArtifact } from '../../judge/find-artifacts.ts';
import type { Software } from '../../judge/software.ts';
import type { Need } from '../../report/recommendation.ts';

/** Certificates, time zones and locales: what the environment, the installed packages and the libraries ask for. */
export function environmentNeeds(software: Software, used: readonly FoundArtifact[]): readonly Need[] {
  return [...certificateNeeds(software, used), ...zoneNeeds(software), ...localeNeeds(software)];
}

/** Libraries whose users speak TLS and look for the distribution's bundle; Node, Java and certifi bring their own. */
const tlsLibrary = /^lib(?:ssl|gnutls|curl(?:-gnutls)?|nss3|mbedtls|wolfssl)\.so/;

function certificateNeeds(software: Software, used: readonly FoundArtifact[]): readonly Need[] {
  const variable = environmentOf(software).find(([name]) =>
    /^(?:SSL_CERT_(?:FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|GIT_SSL_CAINFO)$/.test(name),
  );
  const added = addedPackage(software, /^ca-certificates(?:-bundle)?$/);
  const linked = used.find(({ elf }) => elf?.dynamic?.needed.some((name) => tlsLibrary.test(name)) === true);
  const go = used.find(({ elf }) => elf?.go !== undefined);
  const what = 'CA certificates';
  if (variable !== undefined) return [{ kind: 'certificates', what, certainty: 'likely', evidence: [variable.join('=')] }];
  if (added !== null) return [{ kind: 'certificates', what, certainty: 'likely', evidence: [`package ${added}`] }];
  if (linked !== undefined) return [{ kind: 'certificates', what, certainty: 'likely', evidence: [linked.path] }];
  // Whether a Go program opens TLS connections does not show in its build information.
  return go === undefined ? [] : [{ kind: 'certificates', what, certainty: 'possible', evidence: [`${go.path} (Go)`] }];
}

function zoneNeeds(software: Software): readonly Need[] {
  const zone = environmentOf(software).find(([name, value]) => name === 'TZ' && !/^(?:UTC|GMT|Etc\/UTC|)$/.test(value));
  if (zone !== undefined) return [{ kind: 'time-zones', what: zone.join('='), certainty: 'likely', evidence: [`ENV ${zone.join('=')}`] }];
  const added = addedPackage(software, /^tzdata$/);
  return added === null ? [] : [{ kind: 'time-zones', what: 'time zones', certainty: 'likely', evidence: [`package ${added}`] }];
}

/** `C`, `POSIX` and `C.UTF-8` are in every C library of today. */
function localeNeeds(software: Software): readonly Need[] {
  const found = environmentOf(software).find(
    ([name, value]) => /^(?:LANG|LC_\w+|LANGUAGE)$/.test(name) && !/^(?:C|POSIX|C\.utf-?8|)$/i.test(value),
  );
  return found === undefined ? [] : [{ kind: 'locale', what: found[1], certainty: 'likely', evidence: [`ENV ${found.join('=')}`] }];
}

function environmentOf({ config }: Software): readonly (readonly [string, string])[] {
  return (config?.env ?? []).flatMap((line) => {
    const equals = line.indexOf('=');
    return equals > 0 ? [[line.slice(0, equals), line.slice(equals + 1)] as const] : [];
  });
}

/** A package that somebody installed, rather than one that the base brought. */
function addedPackage({ rootfs, packages, partOf }: Software, name: RegExp): string | null {
  const wanted = packages.packages.filter((each) => name.test(each.name));
  if (wanted.length === 0) return null;
  for (const entry of rootfs.tree.entries()) {
    if (entry.type === 'dir' || partOf(entry) !== 'packages') continue;
    const owner = packages.ownerOf(entry.path);
    if (owner !== null && name.test(owner.name)) return owner.name;
  }
  return null;
}
