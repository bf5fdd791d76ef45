import { compareVersions } from '../../bases/releases.ts';
import { runtimesOf } from '../../judge/repository/runtime.ts';
import type { Bench, Demand } from './demand.ts';
import { phpExtensions } from './php-extensions.ts';

/**
 * docker-php-ext-install compiles each extension and brings the compiler itself (on Alpine for as long as it runs); the headers of libraries it leaves to the stage.
 * pecl brings nothing: phpize asks for autoconf, make and a compiler.
 */
export function phpDemands({ run, place, build, stage }: Bench): readonly Demand[] {
  const version = runtimesOf(build, stage).find(({ name }) => name === 'php')?.version ?? null;
  return run.packages.flatMap(({ manager, action, command, packages }): readonly Demand[] => {
    if (manager !== 'pecl' || action !== 'install' || command.reached === 'no' || command.name === 'install-php-extensions') return [];
    const named = packages.filter(({ kind, name }) => kind === 'name' && !name.includes('$'));
    const tools: readonly Demand[] =
      command.name === 'pecl' && named.length > 0
        ? [{ command, by: 'phpize', needs: ['autoconf', 'gcc', 'make', 'musl-dev'], certainty: 'likely', symptom: 'Cannot find autoconf' }]
        : [];
    return [
      ...tools,
      ...named.flatMap(({ name }): readonly Demand[] => {
        const asks = phpExtensions[`${command.name === 'pecl' ? 'pecl ' : ''}${name.toLowerCase()}`];
        const needs = (asks ?? []).filter(
          (each) => !(version !== null && brought(each, version)) && (place.libc === 'musl' || !onlyAlpine.has(each)),
        );
        return needs.length === 0
          ? []
          : [{ command, by: `the extension ${name}`, needs, certainty: 'likely', symptom: 'configure: error' }];
      }),
    ];
  });
}

/** PHP before 7.4 compiled its own copy (php.net/manual/en/migration74.other-changes.php). */
function brought(library: string, version: string): boolean {
  return (library === 'libzip-dev' || library === 'oniguruma-dev') && compareVersions(version, '7.4') < 0;
}

/** Headers that glibc or the kernel's package of every Debian compiler brings. */
const onlyAlpine: ReadonlySet<string> = new Set(['linux-headers', 'gettext-dev', 'util-linux-dev']);
