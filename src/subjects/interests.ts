import { keeps as distroKeeps } from '../distro/keeps.ts';
import { keeps as installedKeeps } from '../ecosystems/installed/keeps.ts';
import { keeps as selectionKeeps } from '../ecosystems/selection/keeps.ts';
import { keeps as loaderKeeps } from '../loader/keeps.ts';
import { elfExtractor } from '../image/elf-extractor.ts';
import type { Extractors } from '../image/extractors.ts';
import { keptExtractor, type Keeps } from '../image/kept-extractor.ts';
import { zipExtractor } from '../image/zip-extractor.ts';
import { scriptExtractor } from '../image/script-extractor.ts';
import { sha256Extractor } from '../image/sha256-extractor.ts';

/** Which files some room reads later. Add a room's own `keeps` here. */
export const keeps: Keeps = (path, size) =>
  distroKeeps(path, size) || loaderKeeps(path, size) || selectionKeeps(path, size) || installedKeeps(path, size);

/** What is taken from layers while they are walked, in every thread that walks one. */
export function interests(digests: boolean): Extractors {
  return { ...ALWAYS, ...(digests && { sha256: sha256Extractor }) };
}

const ALWAYS: Extractors = { elf: elfExtractor, archive: zipExtractor, script: scriptExtractor, kept: keptExtractor(keeps) };
