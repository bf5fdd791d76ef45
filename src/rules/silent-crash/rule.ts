import type { LoadRisk } from '../../loader/load-result.ts';
import { groupByCause, listed, placesOf } from '../../judge/group-failures.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

type Kind = 'postponed-symbol' | 'relr-not-applied' | 'foreign-code' | 'initial-exec-unchecked';

interface Evidence {
  readonly kind: Kind;
  readonly family: 'musl' | 'glibc' | null;
  readonly objects: readonly string[];
  readonly symbols: readonly string[];
}

/** Loading succeeds and something breaks later: what the loader postponed or never checks (loader.md, sections 4.6, 4.2.11 and 5.6). */
export const silentCrash: RunnableRule = defineRule<Evidence>({
  id: 'silent-crash',
  title: 'It loads, and breaks later',
  find({ artifacts, base }) {
    const groups = groupByCause(artifacts, function* (artifact) {
      for (const risk of artifact.result?.risks ?? []) if (isKnown(risk)) yield [risk.kind, risk];
    });
    return groups.map(({ key, artifacts, details }) => ({
      key,
      severity: key === 'postponed-symbol' || key === 'initial-exec-unchecked' ? 'warning' : 'error',
      certainty: 'proven',
      where: placesOf(artifacts),
      evidence: {
        kind: details[0]?.kind ?? 'postponed-symbol',
        family: base?.libc?.family ?? null,
        objects: [...new Set(details.map(({ object }) => object))],
        symbols: [...new Set(details.flatMap((risk) => ('symbol' in risk ? [risk.symbol] : [])))],
      },
    }));
  },
  describe({ evidence: { kind, family, objects, symbols } }) {
    const who = listed(objects, 3);
    switch (kind) {
      case 'postponed-symbol':
        return {
          message: `${who} loads, but ${listed(symbols, 5)} ${symbols.length === 1 ? 'is' : 'are'} nowhere to be found; binding is lazy, so the first call ${family === 'musl' ? 'kills the process with a segmentation fault and no message' : 'ends the process with `symbol lookup error`'}.`,
          fix: 'take a build for this base; LD_BIND_NOW=1 shows the fault at start on glibc',
        };
      case 'relr-not-applied':
        return {
          message: `${who} has its relative relocations in the compact DT_RELR form, which this loader does not apply: pointers stay wrong and the process crashes without a message.`,
          fix: 'use a newer base, or link with -Wl,-z,nopack-relative-relocs',
        };
      case 'foreign-code':
        return {
          message: `${who} is built for another machine, which this loader does not check: its code is executed and dies with an illegal instruction.`,
          fix: 'take the build for this machine',
        };
      case 'initial-exec-unchecked':
        return {
          message: `${who} uses initial-exec thread-local storage through dlopen, which this loader does not check: it reads the wrong memory.`,
          fix: 'use a newer base, or build with -ftls-model=global-dynamic',
        };
    }
  },
});

function isKnown(risk: LoadRisk): risk is Extract<LoadRisk, { kind: Kind }> {
  return ['postponed-symbol', 'relr-not-applied', 'foreign-code', 'initial-exec-unchecked'].includes(risk.kind);
}
