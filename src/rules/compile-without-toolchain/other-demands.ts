import { extensionGems } from '../../ecosystems/ruby/extension-gems.ts';
import { selectBeam } from '../../ecosystems/beam/select-beam.ts';
import { contextFolders } from '../../judge/repository/run-products.ts';
import type { Bench, Demand } from './demand.ts';

/** `gem install NAME`: a gem with an extension is compiled. What Bundler installs is judged with its lock. */
export function gemDemands({ run }: Bench): readonly Demand[] {
  return run.packages.flatMap(({ manager, action, command, packages }): readonly Demand[] => {
    if (manager !== 'gem' || action !== 'install' || command.reached === 'no') return [];
    return packages.flatMap(({ name, kind }): readonly Demand[] => {
      const known = kind === 'name' ? extensionGems.get(name) : undefined;
      if (known === undefined) return [];
      const needs = [...new Set(['gcc', 'make', 'musl-dev', ...known.asks])];
      return [{ command, by: `the gem ${name}`, needs, certainty: 'possible', symptom: 'Failed to build gem native extension' }];
    });
  });
}

/** Native compilation of .NET ahead of time links with clang (learn.microsoft.com/dotnet/core/deploying/native-aot, "Prerequisites"). */
export function dotnetDemands({ run }: Bench): readonly Demand[] {
  return run.builds.flatMap(({ tool, verb, tags, command }): readonly Demand[] => {
    if (tool !== 'dotnet' || verb !== 'publish' || !tags.includes('aot') || command.reached === 'no') return [];
    const symptom = "Platform linker ('clang' or 'gcc') not found in PATH";
    return [{ command, by: 'native AOT', needs: ['clang', 'musl-dev', 'zlib-dev'], certainty: 'likely', symptom }];
  });
}

/** Mix compiles dependencies that name make or elixir_make; rustler ones ask for Rust. */
export function beamDemands({ context, stage, run }: Bench): readonly Demand[] {
  return run.commands.flatMap((command): readonly Demand[] => {
    const words = command.argv.map(({ text }) => text.replace(/,$/, ''));
    if (command.name !== 'mix' || command.reached === 'no' || !words.some((word) => /^(?:deps\.compile|compile|release)$/.test(word)))
      return [];
    for (const directory of contextFolders(stage, run.folderOf(command) ?? run.step.workdir ?? '/', context)) {
      const found = context.locks.find(directory, ['mix.lock']);
      if (found === null) continue;
      return selectBeam(found.lock).flatMap(({ name, version, verdict, why }): readonly Demand[] => {
        if (verdict !== 'compiles' || why.kind !== 'native-source') return [];
        const rust = /Rust/.test(why.needs);
        return [
          {
            command,
            by: `${name}${version === null ? '' : ` ${version}`}`,
            needs: rust ? ['cargo', 'gcc'] : ['gcc', 'make', 'musl-dev'],
            certainty: 'possible',
            symptom: rust ? 'cargo: command not found' : 'Could not find an executable `make`',
            file: `${context.locks.folder.prefix}${found.path}`,
          },
        ];
      });
    }
    return [];
  });
}
