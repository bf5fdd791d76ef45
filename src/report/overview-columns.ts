import type { Target } from './report.ts';

/** One base in the overview: its family stands above, its release over the cells. */
export interface Column {
  readonly target: Target;
  readonly family: string;
  readonly label: string;
}

/** Columns in as many blocks as a width asks for, `labels` of it taken by the rows' names. Families stay together as long as they fit. */
export function blocksOf(targets: readonly Target[], labels: number, width: number): readonly (readonly Column[])[] {
  const families = new Map<string, Column[]>();
  for (const column of targets.map(columnOf)) families.set(column.family, [...(families.get(column.family) ?? []), column]);
  const blocks: Column[][] = [];
  let used = width;
  for (const family of families.values()) {
    for (const part of partsOf(family, width - labels)) {
      if (used + widthOf(part) > width) {
        blocks.push([]);
        used = labels;
      }
      blocks.at(-1)?.push(...part);
      used += widthOf(part);
    }
  }
  return blocks;
}

/** A family whose columns do not fit one block is cut. */
function partsOf(family: readonly Column[], room: number): readonly (readonly Column[])[] {
  const parts: Column[][] = [[]];
  for (const column of family) {
    const part = parts.at(-1) ?? [];
    if (part.length > 0 && widthOf([...part, column]) > room) parts.push([column]);
    else part.push(column);
  }
  return parts;
}

function widthOf(family: readonly Column[]): number {
  return widthsOf(family).reduce((sum, width) => sum + width, 0);
}

/** Room for each label; the last column makes up what the family's name needs above them. */
export function widthsOf(family: readonly Column[]): readonly number[] {
  const widths = family.map(({ label }) => label.length + 1);
  const missing = (family[0]?.family.length ?? 0) + 1 - widths.reduce((sum, width) => sum + width, 0);
  return widths.map((width, at) => (at === widths.length - 1 ? width + Math.max(0, missing) : width));
}

/** The families' names over their first columns. */
export function familyHeads(block: readonly Column[], cells: readonly number[]): string {
  let heads = '';
  let at = 0;
  for (const [index, { family }] of block.entries()) {
    if (block[index - 1]?.family !== family) heads = heads.padEnd(at) + family;
    at += cells[index] ?? 0;
  }
  return heads;
}

/** `debian:12-slim` is 12 below debian, `ubi9-micro` is 9-micro below ubi, `distroless/cc-debian12` is cc-12 below distroless; a star for derived ones. */
function columnOf(target: Target): Column {
  const star = target.profile?.kind === 'derived' ? '*' : '';
  const [, family = target.name, label = ''] =
    /^distroless\/()(.*)$/.exec(target.name) ??
    /^(?:.*\/)?([a-z-]+):(.*)$/.exec(target.name) ??
    /^([a-z]+?)(\d.*)?$/.exec(target.name) ??
    [];
  if (family === '') return { target, family: 'distroless', label: label.replace('-debian', '') + star };
  return { target, family, label: label.replace(/-slim$/, '') + star };
}
