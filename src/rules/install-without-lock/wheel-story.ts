import { muslWheels, nativePackagesDate } from '../../bases/native-packages.ts';
import { pythonOf } from './judge-package.ts';
import type { JudgedPackage } from './judge-package.ts';

/** Which musllinux wheel serves which release on this Python: `before 1.25.0 none, 1.25.0 up to 2.2.0 musllinux_1_1`. Empty where it was not looked up. */
export function wheelStory({ name, release, tag, version }: JudgedPackage, python: string | null, machine: string): string {
  const wheels = muslWheels(name, machine, pythonOf(python));
  if (wheels === undefined || wheels.rows.every((row) => row.tag === null)) return '';
  const on = `Python ${pythonOf(python)}${pythonOf(python) === python ? '' : ' (assumed)'}`;
  const ranges = wheels.rows
    // What this Python is not given any more is no lack of a wheel.
    .filter((row, index) => index === 0 || row.tag !== null || wheels.rows[index + 1] !== undefined)
    .map((row) => {
      const span =
        row.from === '0' ? `before ${row.before ?? ''}` : row.before === null ? `from ${row.from}` : `${row.from} up to ${row.before}`;
      return `${span} ${row.tag === null ? 'none' : row.tag === 'any' ? 'pure Python' : row.tag}`;
    });
  const serves =
    tag === null
      ? `${name} ${release ?? ''} is compiled`
      : `${name} ${release ?? ''} is served by its ${tag === 'any' ? 'pure' : `${tag}_${machine}`} wheel`;
  const why = version === null ? ` (the newest that ${on} is given)` : '';
  return `Wheels of ${name} for musl on ${on}, ${machine}: ${ranges.join(', ')} (index of ${nativePackagesDate}). ${serves}${why}.`;
}
