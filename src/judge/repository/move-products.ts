import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import type { RunStep } from '../../dockerfile/stages/step.ts';
import { carriedTo, resolvePath } from './product.ts';
import type { Product } from './product.ts';
import type { Held } from './stage-flow.ts';
import { isReached, runFacts } from './stage-runs.ts';

/** Follows `cp`, `mv`, `install`, `ln` and `rm` through a RUN, with the products that its commands make in between. */
export function moveProducts(
  step: RunStep,
  before: readonly Held[],
  made: readonly { readonly command: ShellCommand; readonly product: Product }[],
): Held[] {
  const facts = runFacts(step);
  let held = [...before];
  for (const command of facts.commands) {
    if (!isReached(command)) continue;
    held.push(...made.filter((each) => each.command === command).map(({ product }) => ({ product, path: product.path, way: [] })));
    const words = command.argv.slice(1).filter(({ text }) => !text.startsWith('-'));
    const folder = facts.folderOf(command);
    if (command.name === 'rm' && command.reached === 'yes') {
      const gone = words.filter(({ known }) => known).map(({ text }) => resolvePath(folder, text));
      held = held.filter(({ path }) => !gone.some((each) => path === each || path.startsWith(`${each}/`)));
    } else if (movers.has(command.name)) held.push(...copies(command, held, folder));
  }
  return held;
}

const movers: ReadonlySet<string> = new Set(['cp', 'mv', 'install', 'ln', 'rsync']);

function copies(command: ShellCommand, held: readonly Held[], folder: string | undefined): readonly Held[] {
  const words = operandsOf(command);
  const last = words.at(-1);
  if (last === undefined || words.length < 2) return [];
  const to = resolvePath(folder, last) + (last.endsWith('/') ? '/' : '');
  const sources = words.slice(0, -1).map((word) => resolvePath(folder, word));
  return held.flatMap(({ product, path, way }): readonly Held[] => {
    for (const source of sources) {
      const moved = carriedTo({ ...product, path }, source, to, sources.length > 1);
      if (moved !== null) return [{ product: { ...product, vague: product.vague && !source.startsWith(`${path}/`) }, path: moved, way }];
    }
    return [];
  });
}

/** `install -m 755 -D a b`: options with a value are skipped together with it. */
function operandsOf({ name, argv }: ShellCommand): readonly string[] {
  const operands: string[] = [];
  for (let index = 1; index < argv.length; index += 1) {
    const text = argv[index]?.text ?? '';
    if (name === 'install' && /^-[a-zA-Z]*[mogt]$/.test(text)) index += 1;
    else if (!text.startsWith('-')) operands.push(text);
  }
  return operands;
}
