import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';
import { factsOf, groupByCause, listed, placesOf } from '../../judge/group-failures.ts';
import { machineOf } from '../../loader/machine.ts';

interface Evidence {
  readonly machine: string;
  readonly baseMachine: string;
  readonly programs: readonly string[];
}

/** A program for another machine: ENOEXEC, unless the node has an emulator registered (binfmt_misc), which an image cannot show. */
export const wrongMachine: RunnableRule = defineRule<Evidence>({
  id: 'wrong-machine',
  title: 'A program is built for another machine',
  find({ artifacts, base }) {
    const libc = base?.libc ?? null;
    const baseMachine = libc === null ? null : (machineOf({ machine: libc.machine, class: libc.class, endian: 'little' })?.name ?? null);
    const groups = groupByCause(artifacts, (artifact) => {
      const refused = factsOf(artifact, 'execve')[0];
      if (artifact.elf === null || (refused?.errno !== 'ENOEXEC' && refused?.errno !== 'ELIBBAD')) return [];
      const machine = machineOf(artifact.elf)?.name ?? `machine ${artifact.elf.machine}`;
      return machine === baseMachine ? [] : [[machine, machine]];
    });
    return groups.map(({ key, artifacts }) => ({
      key,
      severity: 'error',
      certainty: 'proven',
      where: placesOf(artifacts),
      evidence: { machine: key, baseMachine: baseMachine ?? 'the platform of the image', programs: artifacts.map(({ path }) => path) },
    }));
  },
  describe({ evidence: { machine, baseMachine, programs } }) {
    return {
      message: `${listed(programs)} ${programs.length === 1 ? 'is' : 'are'} built for ${machine}, the base is ${baseMachine}: \`exec format error\`, unless the node emulates ${machine}.`,
      fix: `build for ${baseMachine}, or pull the image for the right --platform`,
    };
  },
});
