import type { BaseFacts } from '../describe-base.ts';
import { pulledFromCatalogue } from '../paid-size/pulled-image.ts';
import { basesDate } from '../tables.ts';
import type { ComparedBase } from './compared-base.ts';
import { resolverFacts } from './resolver-facts.ts';
import { wheelTag } from './wheel-tag.ts';

/** What the catalogue knows of a name, without its bytes. */
export function fromCatalogue(facts: BaseFacts): ComparedBase {
  const {
    name,
    base,
    classification,
    libc,
    support,
    released,
    sizes,
    shell,
    packageManager,
    user,
    caCertificates,
    timeZones,
    locales,
    architectures,
    missing,
  } = facts;
  return {
    name,
    kind: 'catalogue',
    words: 'catalogue',
    source: `catalogue of ${basesDate}${isBase(classification.rule) ? '' : `: ${base}, which it stands on`}`,
    distribution: classification.family,
    release: classification.release,
    libc:
      libc === null || libc.family === 'none'
        ? null
        : {
            family: libc.family,
            version: libc.version,
            package: libc.package,
            wheelTag: wheelTag(libc.family, libc.version),
            loaders: null,
            capabilities: null,
            resolver: resolverFacts(libc.family, libc.version, libc.package),
          },
    support,
    released,
    sizes: isBase(classification.rule) ? sizes : sizes.filter(({ what }) => what !== base),
    pulled: pulledFromCatalogue(facts),
    contentBytes: null,
    packageManagers: packageManager === null ? [] : [packageManager],
    shells: shell === null ? [] : shell.split(/ \+ |, /),
    user,
    caCertificates,
    timeZones,
    locales,
    architectures,
    missing,
    privileged: null,
    packages: null,
    users: null,
    sonames: null,
    sonamesPartial: false,
    programs: null,
    paths: null,
    settings: null,
    files: null,
  };
}

/** Whether the name is that of a base itself, so that what is known of the base is all there is. */
function isBase(rule: string): boolean {
  return ['base-distro', 'distroless', 'scratch', 'ubi', 'chainguard', 'mcr-azl'].includes(rule);
}
