import { muslWheels, wheelRow } from '../../bases/native-packages.ts';

/** Which musllinux wheel serves which release on this Python: `musllinux_1_1 from 1.25.0 up to 2.2.0`. Null where no package of the list was looked up. */
export function wheelStory(
  packages: readonly { readonly name: string; readonly version: string | null }[],
  python: string | null,
  machine: string,
): string | null {
  const lines = packages.flatMap(({ name, version }) => {
    const wheels = muslWheels(name, machine);
    if (wheels === undefined) return [];
    const newest = python === null ? undefined : wheels.newestFor[python];
    const ranges = wheels.rows.map(({ from, before, tag }) => {
      const span = from === '0' ? `before ${before ?? ''}` : `${from} ${before === null ? 'and newer' : `up to ${before}`}`;
      return `${span}: ${tag === null ? 'none, compiled' : tag}`;
    });
    const wanted = version ?? newest;
    const row = wanted === undefined ? wheels.rows.at(-1) : wheelRow(wheels, wanted);
    const serves =
      row === undefined
        ? ''
        : ` ${name}${wanted === undefined ? '' : ` ${wanted}`} here is ${row.tag === null ? 'compiled' : `served by its ${row.tag}_${machine} wheel`}${version === null && newest !== undefined ? ` (the newest that still serves Python ${python ?? ''})` : ''}.`;
    return [`Wheels of ${name} for musl, ${ranges.join('; ')} (${wheels.source}, ${wheels.date}).${serves}`];
  });
  return lines.length === 0 ? null : lines.join('\n');
}
