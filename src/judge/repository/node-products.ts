import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { resolvePath } from './product.ts';
import type { Product } from './product.ts';
import type { Made, Workshop } from './run-products.ts';
import { isReached } from './stage-runs.ts';

const nodeManagers: ReadonlySet<string> = new Set(['npm', 'yarn', 'pnpm', 'bun']);
export const nodeLocks: readonly string[] = ['npm-shrinkwrap.json', 'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];

/** `node_modules` of installations, and what frameworks trace out of them. */
export function nodeProducts(shop: Workshop): readonly Made[] {
  const made: Made[] = [];
  const { run } = shop;
  for (const { manager, action, packages, global, command } of run.packages) {
    if (!nodeManagers.has(manager) || action !== 'install' || !isReached(command)) continue;
    if (global) {
      const names = packages.map(({ name }) => name).filter((name) => !pureTools.test(name));
      if (names.length > 0) made.push({ command, product: product(shop, command, '/usr/local/lib/node_modules', `${command.name} -g`) });
      continue;
    }
    made.push({ command, product: product(shop, command, `${folderOption(command)}node_modules`, `${command.name} install`) });
  }
  for (const command of run.commands) {
    if (!isReached(command)) continue;
    const text = command.argv.map((word) => word.text).join(' ');
    if (command.name === 'pnpm' && /\bdeploy\b/.test(text))
      made.push({ command, product: product(shop, command, `${command.argv.at(-1)?.text ?? '.'}/node_modules`, 'pnpm deploy') });
    if (/\bprisma generate\b/.test(text) && !servesBoth(shop)) {
      const found = product(shop, command, 'node_modules', 'prisma generate');
      made.push({
        command,
        product: { ...found, native: 'yes', evidence: { ...found.evidence, packages: ['prisma (query engine for this C library)'] } },
      });
    }
    if (
      /^(?:(?:npm|pnpm|yarn|bun|turbo) (?:run )?(?:-[\w-]+ )*(?:[\w@/.-]+ )?(?:build|generate|bundle)\b|next build|npx next build|nuxt build|turbo )/.test(
        text,
      )
    ) {
      for (const traced of ['.next/standalone', '.output/server/node_modules']) {
        if (mayUse(shop, command, traced)) made.push({ command, product: product(shop, command, traced, `${tracedBy} (${traced})`) });
      }
    }
  }
  return made;
}

/** A framework copies what it has seen to be loaded on the builder, and only that. */
export const tracedBy: string = "the build's traced dependencies";

const pureTools =
  /^(?:npm|yarn|pnpm|typescript|ts-node|nodemon|serve|http-server|pm2|@angular\/cli|@nestjs\/cli|@vue\/cli|lerna|rimraf|concurrently|corepack|bower|grunt(?:-cli)?|gulp(?:-cli)?|eslint|prettier)$/;

/** `--prefix DIR`, `-C DIR`, `--cwd DIR` in front of node_modules. */
function folderOption({ argv }: ShellCommand): string {
  const at = argv.findIndex(({ text }) => /^(?:--prefix|-C|--cwd|--dir)(?:=|$)/.test(text));
  const text = argv[at]?.text ?? '';
  const value = text.includes('=') ? text.slice(text.indexOf('=') + 1) : argv[at + 1]?.text;
  return at === -1 || value === undefined ? '' : `${value}/`;
}

function product(shop: Workshop, command: ShellCommand, path: string, by: string): Product {
  const folder = shop.run.folderOf(command);
  const { libc, version } = shop.place;
  return {
    kind: 'node-modules',
    path: resolvePath(folder, path),
    vague: false,
    libc,
    version,
    native: 'maybe',
    evidence: { by },
    madeIn: shop.place,
    offset: command.start,
  };
}

/** A traced folder exists only where its framework is used: the manifest says so, or, without one, a COPY that names the folder. */
function mayUse(shop: Workshop, command: ShellCommand, traced: string): boolean {
  const folder = shop.run.folderOf(command) ?? '/';
  for (const directory of shop.contextOf(folder)) {
    const text = shop.options.locks.text(`${directory}/package.json`);
    if (text !== null) return text.includes(traced.startsWith('.next') ? '"next"' : 'nuxt') || /nitro|workspaces|turbo/.test(text);
  }
  const first = traced.split('/')[0] ?? '';
  return shop.options.build.stages.some(({ steps }) =>
    steps.some((step) => step.kind === 'copy' && step.sources.some((source) => source.includes(first))),
  );
}

/** schema.prisma asks for engines of both C libraries. */
function servesBoth(shop: Workshop): boolean {
  for (const directory of shop.contextOf(shop.run.step.workdir ?? '/')) {
    const text = shop.options.locks.text(`${directory}/prisma/schema.prisma`);
    if (text !== null)
      return /binaryTargets\s*=\s*\[[^\]]*linux-musl/.test(text) && /binaryTargets\s*=\s*\[[^\]]*(?:native|debian|rhel)/.test(text);
  }
  return false;
}
