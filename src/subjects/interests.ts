import { keeps as distroKeeps } from '../distro/keeps.ts';
import { elfOfBase } from '../distro/elf-of-base.ts';
import { keeps as installedKeeps } from '../ecosystems/installed/keeps.ts';
import { keeps as selectionKeeps } from '../ecosystems/selection/keeps.ts';
import { keeps as loaderKeeps } from '../loader/keeps.ts';
import { baseElfExtractor, elfExtractor } from '../image/elf-extractor.ts';
import type { Extractors } from '../image/extractors.ts';
import { keptExtractor, type Keeps } from '../image/kept-extractor.ts';
import { zipExtractor } from '../image/zip-extractor.ts';
import { scriptExtractor } from '../image/script-extractor.ts';
import { sha256Extractor } from '../image/sha256-extractor.ts';

/** Which files some room reads later. Add a room's own `keeps` here. */
const keeps: Keeps = (path, size) =>
  distroKeeps(path, size) || loaderKeeps(path, size) || selectionKeeps(path, size) || installedKeeps(path, size);

/** The same for a run that wants no more than the base. */
export function keepsFor({ baseOnly, namesOnly }: Wanted): Keeps {
  if (namesOnly === true) return () => false;
  return baseOnly === true ? distroKeeps : keeps;
}

/** What is taken from layers while they are walked, in every thread that walks one. */
export function interests({ digests, baseOnly, namesOnly }: Wanted): Extractors {
  return { ...(namesOnly === true ? {} : baseOnly === true ? BASE : ALWAYS), ...(digests === true && { sha256: sha256Extractor }) };
}

/** What a run wants to know; plain data, it crosses threads. */
export interface Wanted {
  /** The sha256 of every file. */
  readonly digests?: boolean;
  /** Only what describes the base: no scripts, no zips, no software on top, ELF facts of its libraries alone. */
  readonly baseOnly?: boolean;
  /** Only names and what headers say: nothing is taken from contents. */
  readonly namesOnly?: boolean;
}

/** Without what the same options say of other things. */
export function wantedOf({ digests = false, baseOnly = false, namesOnly = false }: Wanted): Wanted {
  return { digests, baseOnly, namesOnly };
}

const ALWAYS: Extractors = { elf: elfExtractor, archive: zipExtractor, script: scriptExtractor, kept: keptExtractor(keeps) };

const BASE: Extractors = {
  elf: baseElfExtractor(elfOfBase),
  kept: keptExtractor(distroKeeps),
};
