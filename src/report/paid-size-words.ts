import type { Fleet } from '../bases/paid-size/fleet.ts';
import type { PaidSize, PaidUnknown, Saving, SharedLayers } from '../bases/paid-size/paid-size.ts';

/** `29.8 MB a pull, 200 nodes × 30 pulls: 178.7 GB, 0.24 s on the wire of each`. */
export function paidWords({ pull, total, fleet: all, seconds, certainty, shared, unknown }: PaidSize, fleet: Fleet): string {
  if (pull === null) return `not known: ${unknown.map(unknownWords).join('; ')}`;
  const about = certainty === 'likely' && pull > 0 ? 'about ' : '';
  const of = total !== null && total !== pull ? ` of ${bytesWords(total)}` : '';
  const times = fleet.nodes * fleet.pulls > 1 && all !== null ? `, ${fleetWords(fleet)}: ${bytesWords(all)}` : '';
  const wire = seconds === null ? '' : `, ${secondsWords(seconds)} on the wire`;
  const had = shared.map(
    (each) => `${layersWords(each.layers)}${each.bytes === null ? '' : ` (${bytesWords(each.bytes)})`} of ${each.with}`,
  );
  const present = had.length === 0 ? '' : `; on the nodes already: ${had.join(', ')}`;
  const open = unknown.length === 0 ? '' : `; not known: ${unknown.map(unknownWords).join('; ')}`;
  return `${about}${pull === 0 ? 'nothing' : bytesWords(pull)}${of} a pull${times}${wire}${present}${open}`;
}

/** `saves 26 MB of 420 MB, 6 %, once a node`. */
export function savingWords({ bytes, of, fleet: all, seconds, certainty }: Saving, fleet: Fleet): string {
  if (bytes === 0) return 'costs as much to pull';
  const size = Math.abs(bytes);
  const part = of === 0 ? '' : ` of ${bytesWords(of)}, ${percent(size / of)}`;
  const often = fleet.pulls === 1 ? 'once a node' : `${fleet.pulls} times a node`;
  const times = fleet.nodes * fleet.pulls > 1 ? `: ${bytesWords(Math.abs(all))} for ${fleetWords(fleet)}` : '';
  const wire =
    seconds === null ? '' : `, ${secondsWords(Math.abs(seconds))} ${bytes > 0 ? 'less' : 'more'} on the wire of a node each time`;
  const head = bytes > 0 ? 'saves' : 'costs';
  return `${head} ${certainty === 'likely' ? 'about ' : ''}${bytesWords(size)}${bytes > 0 ? '' : ' more'}${part}, ${often}${times}${wire}`;
}

/** `shares 1 layer (29.8 MB) with debian:13-slim`. */
export function sharedWords({ with: other, layers, bytes }: SharedLayers): string {
  return `shares ${layersWords(layers)}${bytes === null ? '' : ` (${bytesWords(bytes)})`} with ${other}`;
}

function unknownWords(unknown: PaidUnknown): string {
  if (unknown.kind === 'no-layers') return 'there is neither a manifest nor a recorded size';
  if (unknown.kind === 'no-size') return `the compressed size of ${layersWords(unknown.layers)}`;
  return `what it shares with ${unknown.with}: one of the two is known by its name alone`;
}

/** 10^6 bytes are a MB, as registries and `docker images` count. */
export function bytesWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)} ${units[power] ?? 'B'}`;
}

function fleetWords({ nodes, pulls }: Fleet): string {
  return `${nodes} node${nodes === 1 ? '' : 's'} × ${pulls} pull${pulls === 1 ? '' : 's'}`;
}

function layersWords(layers: number): string {
  return `${layers} layer${layers === 1 ? '' : 's'}`;
}

function secondsWords(seconds: number): string {
  if (seconds >= 120) return `${(seconds / 60).toFixed(1)} min`;
  return seconds < 0.095 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
}

function percent(part: number): string {
  return part < 0.01 ? 'less than 1 %' : `${Math.round(part * 100)} %`;
}
