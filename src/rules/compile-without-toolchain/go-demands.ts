import { cgoModules } from '../../ecosystems/go/cgo-modules.ts';
import { runtimesOf } from '../../judge/repository/runtime.ts';
import { projectText } from './demand.ts';
import type { Bench, Demand } from './demand.ts';

/**
 * cgo asks for a C compiler and the headers of libc. Go 1.20 and later switch cgo off by themselves where no compiler is found, so that a module that needs it is left
 * out or replaced by a stub without a word (go.dev/doc/go1.20, "Cgo").
 */
export function goDemands(bench: Bench): readonly Demand[] {
  return bench.run.builds.flatMap(({ tool, cgo, target, command }): readonly Demand[] => {
    if (tool !== 'go' || command.reached === 'no') return [];
    const [system = '', architecture = ''] = (target ?? '').split('/');
    if (!/^(?:linux)?$|^\$/.test(system) || command.buildEnvironment['CC'] !== undefined || command.name.startsWith('xx-')) return [];
    const required = directModules(bench, command);
    if (cgo === true) {
      const own: Demand = {
        command,
        by: 'cgo',
        needs: ['gcc', 'musl-dev'],
        certainty: 'likely',
        symptom: 'cgo: C compiler "gcc" not found',
      };
      return [
        own,
        ...required.flatMap(({ name, file, asks }): readonly Demand[] =>
          asks.length === 0 ? [] : [{ command, by: name, needs: asks, certainty: 'possible', symptom: '', file }],
        ),
      ];
    }
    const cross = architecture !== '' && !architecture.includes('$') && architecture !== bench.context.architecture;
    if (cgo === false || cross || olderThan20(bench)) return [];
    return required.flatMap(({ name, file, off }): readonly Demand[] => {
      if (off === 'part') return [];
      return [{ command, by: name, needs: ['gcc', 'musl-dev'], certainty: 'likely', symptom: '', outcome: outcomes[off], file }];
    });
  });
}

const outcomes = {
  stub: 'Go switches cgo off without a word, and the program is built with a stub that fails when it opens a database',
  fails: 'Go switches cgo off, and the package does not build ("build constraints exclude all Go files", "undefined: …")',
} as const;

interface DirectModule {
  readonly name: string;
  readonly file: string;
  readonly asks: readonly string[];
  readonly off: 'stub' | 'fails' | 'part';
}

/** Known cgo modules that go.mod requires for the module's own sake; a test alone may import them all the same. */
export function directModules(bench: Bench, command: Demand['command']): readonly DirectModule[] {
  const found = projectText(bench, command, 'go.mod');
  if (found === null) return [];
  return [...found.text.matchAll(/^[ \t]*(?:require[ \t]+)?([a-z][\w.-]*\.[a-z]+\/\S+)[ \t]+(v\d\S*)(.*)$/gm)].flatMap(
    ([, path = '', version = '', rest = '']): readonly DirectModule[] => {
      const known = cgoModules.get(path.replace(/\/v\d+$/, ''));
      if (known === undefined || rest.includes('// indirect')) return [];
      return [{ name: `${path} ${version}`, file: found.path, asks: known.asks, off: known.off }];
    },
  );
}

/** Before 1.20 a missing compiler is an error of its own, where cgo was not switched off. */
function olderThan20({ build, stage }: Bench): boolean {
  const version = runtimesOf(build, stage).find(({ name }) => name === 'go')?.version ?? '';
  const minor = /^1\.(\d+)/.exec(version)?.[1];
  return minor !== undefined && Number(minor) < 20;
}
