import { execFile } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { BasewiseError } from '../../errors.ts';
import type { Environment } from '../http/proxy.ts';

/** A package as the registry has it; `stream` gives the bytes of its tarball once. */
export interface NpmTarball {
  /** `name@version` */
  readonly spec: string;
  readonly integrity: string | null;
  readonly stream: () => AsyncIterable<Uint8Array>;
}

/**
 * Fetches tarballs through the user's own npm (its registries, credentials and cache, which is keyed by integrity), in a folder of its own so that no project's
 * configuration counts; scripts are off. What cannot be had is left out. The files are gone when `use` returns. Throws BasewiseError `no-npm`.
 */
export async function withNpmTarballs(
  specs: readonly string[],
  environment: Environment,
  use: (tarball: NpmTarball) => Promise<void>,
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(specs.length / batch) }, (_, i) => specs.slice(i * batch, (i + 1) * batch));
  const queue = batches[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const some of queue) await useBatch(some, environment, use);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, batches.length) }, worker));
}

async function useBatch(specs: readonly string[], environment: Environment, use: (tarball: NpmTarball) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-npm-'));
  try {
    const packed =
      (await pack(specs, folder, environment)) ??
      (await Promise.all(specs.map((spec) => pack([spec], folder, environment)))).flatMap((each) => each ?? []);
    for (const { spec, integrity, filename } of packed)
      await use({ spec, integrity, stream: () => createReadStream(join(folder, basename(filename))) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const batch = 24;
/** npm waits for its registry most of the time. */
const atOnce = 3;

interface Packed {
  readonly spec: string;
  readonly integrity: string | null;
  readonly filename: string;
}

/** Null when one of them could not be fetched. */
function pack(specs: readonly string[], folder: string, environment: Environment): Promise<readonly Packed[] | null> {
  const words = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder, '--', ...specs.map(checkedSpec)];
  return new Promise((resolve, reject) => {
    execFile('npm', words, { cwd: folder, env: { ...environment }, maxBuffer: 1 << 28, timeout: 600_000 }, (error, stdout) => {
      if (error !== null && 'code' in error && error.code === 'ENOENT')
        reject(new BasewiseError('no-npm', 'npm is not here to fetch packages with', { hint: 'install npm, or leave out --online' }));
      else resolve(error === null ? readPacked(stdout) : null);
    });
  });
}

/** Only a registry's `name@version` is passed to npm: a lock could name a folder or a repository. */
function checkedSpec(spec: string): string {
  if (!/^(?:@[\w.~-]+\/)?[\w.~-]+@\d[\w.+-]*$/.test(spec))
    throw new BasewiseError('bad-spec', 'this is no name and version of a registry', { path: spec });
  return spec;
}

/** npm 12 answers with a table by name, older ones with a list. */
function readPacked(stdout: string): readonly Packed[] | null {
  try {
    const answer: unknown = JSON.parse(stdout);
    const list: readonly unknown[] = Array.isArray(answer)
      ? answer
      : typeof answer === 'object' && answer !== null
        ? Object.values(answer)
        : [];
    return list.flatMap((each) => {
      if (typeof each !== 'object' || each === null || !('name' in each) || !('version' in each) || !('filename' in each)) return [];
      const integrity = 'integrity' in each && typeof each.integrity === 'string' ? each.integrity : null;
      return [{ spec: `${String(each.name)}@${String(each.version)}`, integrity, filename: String(each.filename) }];
    });
  } catch {
    return null;
  }
}

/** Whether npm can be asked for it at all. */
export function isRegistrySpec(spec: string): boolean {
  return /^(?:@[\w.~-]+\/)?[\w.~-]+@\d[\w.+-]*$/.test(spec) && !spec.startsWith('-');
}
