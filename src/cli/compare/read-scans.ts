import { readFileSync, statSync } from 'node:fs';
import { BasewiseError } from '../../errors.ts';
import { FormatError } from '../../formats/format-error.ts';
import { LARGEST_SCAN, readScan } from '../../formats/scan/read-scan.ts';
import type { ScanDocument, ScannedImage } from '../../formats/scan/scan-document.ts';
import type { Side } from './read-side.ts';

/**
 * The reports and SBOMs that `--scan [BASE=]FILE` names, for each side. BASE is a base as it was named or its place (1, 2 …); without it the document must say
 * which of the images it is about. Throws BasewiseError `scan-…`.
 */
export function readScans(
  texts: readonly string[],
  sides: readonly { readonly name: string; readonly side: Side }[],
): readonly (readonly ScanDocument[])[] {
  const found = texts.map((text) => {
    const { base, file } = split(text, sides);
    const document = readDocument(file);
    return { document, index: base ?? subjectOf(document, file, sides) };
  });
  return sides.map((_, index) => found.filter((each) => each.index === index).map(({ document }) => document));
}

function split(text: string, sides: readonly { readonly name: string }[]): { readonly base: number | null; readonly file: string } {
  const index = sides.findIndex(({ name }, place) => text.startsWith(`${name}=`) || text.startsWith(`${place + 1}=`));
  const name = index === -1 ? undefined : sides[index]?.name;
  if (name === undefined) return { base: null, file: text };
  return { base: index, file: text.slice(text.startsWith(`${name}=`) ? name.length + 1 : text.indexOf('=') + 1) };
}

function readDocument(path: string): ScanDocument {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true) throw new BasewiseError('scan-missing', 'there is no such report or SBOM', { path });
  if (found.size > LARGEST_SCAN) throw new BasewiseError('scan-too-large', 'the report or SBOM is too large', { path });
  try {
    return readScan(readFileSync(path));
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new BasewiseError('scan-bad', `this is not read: ${cause.message}`, { path, cause, hint: known });
  }
}

const known = 'write it with: grype -o json, trivy --format json, syft -o json|cyclonedx-json|spdx-json';

function subjectOf({ about }: ScanDocument, path: string, sides: readonly { readonly name: string; readonly side: Side }[]): number {
  const matching = [...sides.keys()].filter((index) => isAbout(about, sides[index]));
  const [only, ...others] = matching;
  if (only !== undefined && others.length === 0) return only;
  const says = about.names[0] === undefined ? 'it does not say what it is about' : `it is about ${about.names[0]}`;
  throw new BasewiseError('scan-whose', `which of the bases is this about? ${says}`, {
    path,
    hint: `say it: --scan ${sides[0]?.name ?? ''}=${path}`,
  });
}

function isAbout({ names, digests, diffIds }: ScannedImage, compared: { readonly name: string; readonly side: Side } | undefined): boolean {
  if (compared === undefined) return false;
  const { name, side } = compared;
  const path = name.replace(/^(?:(?:docker-|oci-)?archive|oci|rootfs|registry|docker|podman):/, '');
  const layers = side.base.pulled.layers?.map(({ diffId }) => diffId) ?? [];
  return (
    names.includes(name) ||
    names.includes(path) ||
    (side.digest !== undefined && digests.includes(side.digest)) ||
    (diffIds.length > 0 && diffIds.length === layers.length && diffIds.every((diffId, index) => diffId === layers[index]))
  );
}
