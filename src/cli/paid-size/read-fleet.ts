import { readFileSync, statSync } from 'node:fs';
import type { Fleet } from '../../bases/paid-size/fleet.ts';
import { oneNode } from '../../bases/paid-size/fleet.ts';
import type { FleetSettings } from '../../bases/paid-size/fleet-file.ts';
import { parseBandwidth, parseBytes, parseCount } from '../../bases/paid-size/quantities.ts';
import { BasewiseError } from '../../errors.ts';
import type { Platform } from '../../image/source.ts';
import type { CommandIo } from '../io.ts';
import type { FleetOptions } from './fleet-options.ts';
import { readPulled } from './read-pulled.ts';

const largest = 256 * 1024;

/** Flags over the fleet file over a single node that pulls once. Opens the manifests of what is present. Throws BasewiseError. */
export async function readFleet(options: FleetOptions, platform: Platform | undefined, io: CommandIo): Promise<Fleet> {
  const file = options.fleet === undefined ? {} : await readSettings(options.fleet);
  const { nodes, pulls, bitsPerSecond, above, present } = { ...file, ...fromFlags(options) };
  const images = [];
  for (const name of [...(present ?? []), ...options.present]) images.push(await readPulled(name, platform, io));
  return {
    nodes: nodes ?? oneNode.nodes,
    pulls: pulls ?? oneNode.pulls,
    bitsPerSecond: bitsPerSecond ?? oneNode.bitsPerSecond,
    above: above ?? oneNode.above,
    present: images,
  };
}

async function readSettings(path: string): Promise<FleetSettings> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true) throw new BasewiseError('bad-fleet', 'there is no such fleet file', { path });
  if (found.size > largest) throw new BasewiseError('bad-fleet', 'the fleet file is too large', { path });
  // A YAML parser is loaded by those who have a file to read.
  const { parseFleetFile } = await import('../../bases/paid-size/fleet-file.ts');
  return parseFleetFile(readFileSync(path, 'utf8'), path);
}

function fromFlags({ nodes, pulls, bandwidth, above }: FleetOptions): FleetSettings {
  return {
    ...(nodes === undefined ? {} : { nodes: parseCount(nodes, '--nodes') }),
    ...(pulls === undefined ? {} : { pulls: parseCount(pulls, '--pulls') }),
    ...(bandwidth === undefined ? {} : { bitsPerSecond: parseBandwidth(bandwidth, '--bandwidth') }),
    ...(above === undefined ? {} : { above: parseBytes(above, '--above') }),
  };
}
