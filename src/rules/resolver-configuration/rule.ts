import { configurationTraps, trapWeight } from '../../judge/resolver/configuration-traps.ts';
import type { ConfigurationTrap } from '../../judge/resolver/configuration-traps.ts';
import { resolverOf } from '../../judge/resolver/resolver-finding.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';
import { trapText } from '../../judge/resolver/trap-text.ts';

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
      ...trapWeight(trap),
      where: place.where,
      evidence: { libc: place.resolver.name, trap },
    }));
  },
  describe: ({ evidence: { libc, trap } }) => trapText(trap, libc),
});
