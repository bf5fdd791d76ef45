import { compareVersions } from './releases.ts';
import table from '../../data/busybox-options.json' with { type: 'json' };

/** One applet of busybox beside the program that Debian has under its name; measured (data/busybox-options.json). */
export interface AppletOptions {
  readonly program: string;
  /** Packages of Alpine that put another program in the applet's place. */
  readonly packages: readonly string[];
  /** Options that take the next word. */
  readonly takesValue: ReadonlySet<string>;
  /** Options of the GNU program that the applet refuses in this release. */
  readonly refused: ReadonlySet<string>;
  /** Options of the applet that Debian's program refuses. */
  readonly unknownToGnu: ReadonlySet<string>;
}

/** What is known of an applet in an Alpine release (null: the newest); undefined where it was not measured. */
export function appletOptions(program: string, release: string | null): AppletOptions | undefined {
  const row = table.programs.find((each) => each.program === program);
  if (row === undefined) return undefined;
  const measured = neighbours(release);
  const sometimes: Readonly<Record<string, readonly string[] | undefined>> = row.refusedIn;
  // Between two measured releases an option counts as refused when both refuse it.
  const refusedHere = Object.keys(sometimes).filter((option) => measured.every((each) => sometimes[option]?.includes(each) === true));
  return {
    program,
    packages: row.packages,
    takesValue: new Set(row.takesValue),
    refused: new Set([...row.refused, ...refusedHere]),
    unknownToGnu: new Set(row.unknownToGnu),
  };
}

/** A date that `date -d` of busybox does not understand, in the forms that were tried. */
export function isRefusedDate(text: string): boolean {
  const form = text.trim().toLowerCase();
  return table.refusedDates.some((refused) => (/\d/.test(refused) ? shapeOf(refused) === shapeOf(form) : refused === form));
}

/** `2 days ago` and `1 day ago` have one shape. */
function shapeOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\d+/g, '0')
    .replaceAll(/\b(?:second|minute|hour|day|week|month|year)s?\b/g, 'unit')
    .replaceAll(/\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/g, 'month');
}

function neighbours(release: string | null): readonly string[] {
  const { releases } = table;
  const newest = releases.at(-1) ?? '';
  if (release === null || !/^\d/.test(release)) return [newest];
  const before = releases.findLast((each) => compareVersions(each, release) <= 0);
  const after = releases.find((each) => compareVersions(each, release) >= 0);
  return [...new Set([before ?? after ?? newest, after ?? before ?? newest])];
}
