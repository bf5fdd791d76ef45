import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { resolvePath } from './product.ts';
import type { Product } from './product.ts';
import type { Made, Workshop } from './run-products.ts';
import { isReached } from './stage-runs.ts';

/** Gems of Bundler and of `gem install`. */
export function rubyProducts(shop: Workshop): readonly Made[] {
  return shop.run.packages.flatMap(({ manager, action, command, packages, options }): readonly Made[] => {
    if ((manager !== 'bundler' && manager !== 'gem') || action !== 'install' || !isReached(command)) return [];
    if (manager === 'gem' && packages.every(({ name }) => name === 'bundler')) return [];
    const set = options.find(({ name }) => name === '--path' || name === '--install-dir' || name === '-i')?.value;
    const path = set ?? shop.run.step.variables['BUNDLE_PATH'] ?? configuredPath(shop) ?? '/usr/local/bundle';
    return [{ command, product: product(shop, command, path, 'gems', 'maybe', `${command.name} install`) }];
  });
}

function configuredPath({ run }: Workshop): string | undefined {
  const set = run.commands.find(
    ({ name, argv }) =>
      name === 'bundle' && argv.some(({ text }) => text === 'config') && argv.some(({ text }) => text === 'path' || text === 'deployment'),
  );
  if (set === undefined) return undefined;
  return set.argv.some(({ text }) => text === 'deployment') ? 'vendor/bundle' : set.argv.at(-1)?.text;
}

/** PHP extensions, and compilers that `builds` does not know. */
export function extensionProducts(shop: Workshop): readonly Made[] {
  return shop.run.commands.flatMap((command): readonly Made[] => {
    if (!isReached(command)) return [];
    const text = command.argv.map((word) => word.text).join(' ');
    if (/^(?:docker-php-ext-install|install-php-extensions|pecl install)\b/.test(text))
      return [{ command, product: product(shop, command, '/usr/local/lib/php/extensions', 'library', 'yes', command.name) }];
    const compiler = compilers.find(([pattern]) => pattern.test(text));
    if (compiler === undefined || /--static(?!-swift)|-static\b|static-executable|--swift-sdk\s*\S*(?:musl|static)|musl/.test(text))
      return [];
    const output = /(?:^|\s)(?:-o|--output|--outfile|--local-bin-path|--installdir|--install-root)[= ](\S+)/.exec(text)?.[1];
    const made = product(shop, command, output ?? compiler[1], 'program', 'yes', text.slice(0, 40));
    return [
      { command, product: { ...made, vague: output === undefined, ...(/^(?:deno|dart)\b/.test(text) ? { libc: 'glibc' as const } : {}) } },
    ];
  });
}

/** Command and the folder that it fills. */
const compilers: readonly (readonly [RegExp, string])[] = [
  // By a variable that only the base image sets.
  [/^\$\S*\/jlink\b/, '.'],
  [/^swift build\b/, '.build'],
  [/^(?:cabal (?:v2-|new-)?(?:build|install)|stack (?:build|install)|stack --\S+ (?:build|install))\b/, '.'],
  [/^ghc\b/, '.'],
  [/^(?:crystal build|shards build)\b/, 'bin'],
  [/^(?:nim c|nim compile|nimble build)\b/, '.'],
  [/^dart compile exe\b/, 'bin'],
  [/^(?:dub build|ldc2|dmd)\b/, '.'],
  [/^dune build\b/, '_build'],
  [/^bun build\b.*--compile\b/, '.'],
  [/^deno compile\b/, '.'],
  [/^(?:npx )?nexe\b/, '.'],
  [/^(?:rebar3 (?:as \w+ )?release)\b/, '_build'],
];

function product(
  shop: Workshop,
  command: ShellCommand,
  path: string,
  kind: Product['kind'],
  native: Product['native'],
  by: string,
): Product {
  const { libc, version } = shop.place;
  return {
    kind,
    path: resolvePath(shop.run.folderOf(command), path),
    vague: false,
    libc,
    version,
    native,
    evidence: { by },
    madeIn: shop.place,
    offset: command.start,
  };
}
