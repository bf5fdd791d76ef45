import { configurationTraps } from '../../judge/resolver/configuration-traps.ts';
import type { ConfigurationTrap } from '../../judge/resolver/configuration-traps.ts';
import { resolverOf } from '../../judge/resolver/resolver-finding.ts';
import { defineRule } from '../../judge/rule.ts';
import type { FindingFact, RunnableRule } from '../../judge/rule.ts';
import { trapText } from './trap-text.ts';

interface Evidence {
  readonly libc: string;
  readonly trap: ConfigurationTrap;
}

/** The resolver of this base with the resolv.conf that the user gave. */
export const resolverConfiguration: RunnableRule = defineRule<Evidence>({
  id: 'resolver-configuration',
  title: 'This resolv.conf and this C library do not go together',
  find(context) {
    const { resolvConf } = context.software;
    const place = resolvConf === undefined ? null : resolverOf(context);
    if (place === null || resolvConf === undefined) return [];
    return configurationTraps(resolvConf, place.resolver).map((trap) => ({
      key: trap.kind,
      ...weightOf(trap),
      where: place.where,
      evidence: { libc: place.resolver.name, trap },
    }));
  },
  describe: ({ evidence: { libc, trap } }) => trapText(trap, libc),
});

/** What the file does to every lookup is likely; what hangs on the servers is possible. */
function weightOf(trap: ConfigurationTrap): Pick<FindingFact<Evidence>, 'severity' | 'certainty'> {
  switch (trap.kind) {
    case 'attempts-zero':
    case 'timeout-zero':
    case 'search-dot':
      return { severity: 'error', certainty: 'likely' };
    case 'line-skipped':
    case 'search-unread':
    case 'bad-search-element':
    case 'search-cut':
    case 'ndots-low':
      return { severity: 'warning', certainty: 'likely' };
    case 'options-ignored':
    case 'several-nameservers':
    case 'nameservers-dropped':
      return { severity: 'note', certainty: 'possible' };
  }
}
