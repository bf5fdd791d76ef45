import { chiselSlices } from '../../bases/chisel-slices.ts';
import type { ChiselSlices } from '../../bases/chisel-slices.ts';
import type { Software } from '../../judge/software.ts';
import type { Change, Need } from '../../report/recommendation.ts';
import { userChange } from '../changes/user-change.ts';

/**
 * What a chiselled Ubuntu has to be cut from for this software: a line for each slice with what asks for it, and the command. `libraries` are the slices of
 * libraries that the loader missed.
 */
export function sliceChanges(
  software: Software,
  target: Software,
  needs: readonly Need[],
  libraries: readonly Change[],
): readonly Change[] {
  const slices = chiselSlices(target.base?.release ?? '');
  if (slices === null) return [];
  const wanted = [...libraries, ...needs.flatMap((need) => sliceFor(slices, need))];
  const cut = [...always, ...wanted.filter(({ kind }) => kind === 'add-slice').map(({ what }) => what)];
  const command: Change = {
    kind: 'cut-slices',
    what: `ubuntu-${slices.release}`,
    how: `chisel cut --release ubuntu-${slices.release} --root ROOTFS ${[...new Set(cut)].join(' ')}`,
    certainty: 'likely',
    source: slices.source,
  };
  return [...wanted, ...userChange(software, target.base), command];
}

/** Folders, os-release and the C library. */
const always = ['base-files_base', 'base-files_release-info', 'libc6_libs'];

function sliceFor(slices: ChiselSlices, need: Need): readonly Change[] {
  switch (need.kind) {
    case 'certificates':
      return [added(slices, need, 'ca-certificates_data')];
    case 'time-zones':
      return [added(slices, need, 'tzdata_zoneinfo')];
    case 'locale':
      // C.UTF-8 is in glibc itself since 2.35.
      return /^C\.utf-?8$/i.test(need.what) ? [] : [{ ...basis(need), kind: 'add-locale', how: null }];
    case 'runtime': {
      const slice = runtimeSlice(need.what);
      return slice !== null && slices.has(slice)
        ? [added(slices, need, slice)]
        : [
            {
              ...basis(need),
              kind: 'take-runtime',
              how: null,
              source: need.what.includes(' ')
                ? `no slice of ubuntu-${slices.release} is known that brings it`
                : 'which version it is does not show in the image',
            },
          ];
    }
    default:
      return [];
  }
}

function added(slices: ChiselSlices, need: Need, slice: string): Change {
  const asks = `${need.what}${need.evidence[0] === undefined ? '' : `, ${need.evidence[0]}`}`;
  if (slices.has(slice)) return { kind: 'add-slice', what: slice, how: null, certainty: need.certainty, source: asks };
  return {
    kind: 'add-slice',
    what: need.what,
    how: null,
    certainty: need.certainty,
    source: `${asks}; no slice of ubuntu-${slices.release} is known that brings it`,
  };
}

function basis({ what, certainty, evidence }: Need): Omit<Change, 'kind' | 'how'> {
  return { what, certainty, source: evidence[0] ?? '' };
}

/** `python 3.12`, `java 21`: the whole standard library of the one version that a slice names. */
function runtimeSlice(runtime: string): string | null {
  const [kind = '', version = ''] = runtime.split(' ');
  if (version === '') return null;
  if (kind === 'python') return `python${version}_standard`;
  return kind === 'java' ? `openjdk-${version}-jre-headless_standard` : null;
}
