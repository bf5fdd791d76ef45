import { buildSeconds } from '../../bases/native-packages.ts';
import type { InstalledSize } from '../../bases/toolchain-sizes.ts';
import { listed } from '../group-failures.ts';
import type { ToolFate } from './compile-cost.ts';

/** `245 MB by the package index of Alpine 3.17, without openblas-dev, whose size is not known here`; empty where nothing is known. */
export function sizeText(size: InstalledSize | null): string {
  if (size === null) return '';
  const { megabytes, unknown, measuredOn } = size;
  const rest = unknown.length === 0 ? '' : `, and ${listed(unknown)} on top, whose size is not known here`;
  return `${megabytes} MB installed with all dependencies, by the package index of ${measuredOn}${rest}`;
}

/** What follows the names of the tools. */
export function fateText(fate: ToolFate, several: boolean): string {
  const are = several ? 'are' : 'is';
  switch (fate) {
    case 'stays':
      return `${several ? 'stay' : 'stays'} in the image that runs`;
    case 'removed':
      return `${are} removed in the RUN that installs ${several ? 'them' : 'it'}, without cost in size`;
    case 'layer':
      return `${are} removed in a later RUN, so that the bytes stay in the layer below: remove ${several ? 'them' : 'it'} where ${several ? 'they are' : 'it is'} installed, or build in a stage of its own`;
    case 'other-stage':
      return `${are} in a build stage, without cost in the size of the image that runs`;
  }
}

/** How long a build took where it was measured, as a class: other machines differ. */
export function timeText(name: string): string {
  const measured = buildSeconds(name);
  if (measured === undefined) return '';
  const { version, cpuSeconds } = measured;
  const about =
    cpuSeconds < 20
      ? 'seconds'
      : cpuSeconds < 90
        ? 'about a minute'
        : cpuSeconds < 600
          ? `about ${Math.round(cpuSeconds / 60)} minutes`
          : 'ten minutes and more';
  return `building it takes ${about} (${cpuSeconds} s of CPU time measured for ${version})`;
}
