import type { LockedPackage, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import { machineNumber, selectionTargetOf } from '../../ecosystems/lockfiles/lock-selection.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import { chooseInTarball } from '../../ecosystems/node/choose-in-tarball.ts';
import { packagePlatform } from '../../ecosystems/node/package-platform.ts';
import { specOf } from '../../ecosystems/node/select-node.ts';
import { nodeGypBuildChoice } from '../../ecosystems/selection/node-gyp-build.ts';
import type { TarballContents } from '../../ecosystems/node/tarball-contents.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';
import { classifyElf } from '../classify-elf.ts';
import type { LaidOut, OpenedFile } from './laid-out.ts';

/**
 * npm packages below `node_modules` where the lock puts them, else below one, so that a build finds the package that holds its libraries (sharp and its libvips). Of a package for one platform its addons
 * and programs are opened; of another the one addon that its own JavaScript chooses.
 */
export function layOutNode(lock: Lockfile, target: LockTarget, tarballs: ReadonlyMap<string, TarballContents>): LaidOut {
  const files = new Map<string, ElfFacts>();
  const opened: OpenedFile[] = [];
  const seen = new Set<string>();
  const names = new Set<string>();
  const byId = new Map(lock.packages.map((entry) => [entry.id, entry]));
  const lay = (folder: string, natives: readonly Native[]): void => {
    for (const { path, elf } of natives) if (!files.has(`${folder}/${path}`)) files.set(`${folder}/${path}`, elf);
  };
  for (const entry of lock.packages) {
    const owner = specOf(entry);
    const contents = tarballs.get(owner);
    if (contents === undefined) continue;
    const natives = nativesFor(contents, target);
    const own = entry.id.startsWith('node_modules/');
    if (own) lay(`/app/${entry.id}`, natives);
    if (seen.has(owner)) continue;
    seen.add(owner);
    const root = names.has(entry.name) && !own ? `/app/node_modules/.other/${owner}/node_modules` : '/app/node_modules';
    const folder = own ? `/app/${entry.id}` : `${root}/${entry.name}`;
    names.add(entry.name);
    lay(folder, natives);
    // Another version of a package finds its own dependencies beside it.
    if (root !== '/app/node_modules') {
      for (const { id = '' } of entry.edges) {
        const beside = byId.get(id);
        const held = beside === undefined ? undefined : tarballs.get(specOf(beside));
        if (beside !== undefined && held !== undefined) lay(`${root}/${beside.name}`, nativesFor(held, target));
      }
    }
    for (const { path, elf, mode } of openedIn(entry, contents, natives, target))
      opened.push({ owner, path: `${folder}/${path}`, member: path, elf, mode });
  }
  return { files, opened };
}

function nativesFor({ natives }: TarballContents, { machine }: LockTarget): readonly Native[] {
  return natives.flatMap(({ path, elf }) => (elf === undefined || elf.machine !== machineNumber(machine) ? [] : [{ path, elf }]));
}

type Native = Pick<OpenedFile, 'path' | 'elf'>;

function openedIn(
  entry: LockedPackage,
  contents: TarballContents,
  natives: readonly Native[],
  target: LockTarget,
): readonly Pick<OpenedFile, 'path' | 'elf' | 'mode'>[] {
  if (packagePlatform(entry.name, entry) === null) {
    const { file } = chooseInTarball(contents, new Set(entry.edges.map(({ name }) => name)), selectionTargetOf(target));
    return natives.filter(({ path }) => path === file).map((native) => ({ ...native, mode: 'dlopen-lazy' }));
  }
  const kinds = natives.map((native) => ({ native, kind: classifyElf(native.path, native.elf) }));
  const addons = kinds.filter(({ kind }) => kind === 'node-addon').map(({ native }) => native);
  const programs = kinds.filter(({ kind }) => kind === 'program' || kind === 'static-program').map(({ native }) => native);
  return [
    ...chosenOf(addons, target).map((native) => ({ ...native, mode: 'dlopen-lazy' as const })),
    ...programs.map((native) => ({ ...native, mode: 'exec' as const })),
  ];
}

/**
 * A package for one platform may hold builds for both C libraries and several ABIs, told apart as node-gyp-build's files are (lmdb, msgpackr-extract:
 * `node.abi115.musl.node`, `node.napi.glibc.node`).
 */
function chosenOf(addons: readonly Native[], target: LockTarget): readonly Native[] {
  const tagged = addons.filter(({ path }) => /(?:^|[/.])(?:abi\d+|napi|glibc|musl)\.(?:[\w.]+\.)?node$/.test(path));
  if (tagged.length < 2) return addons;
  const selection = selectionTargetOf(target);
  const byName = new Map(tagged.map((native) => [`prebuilds/linux-${selection.arch}/${native.path.replaceAll('/', '_')}`, native]));
  const choice = nodeGypBuildChoice([...byName.keys()], selection);
  const chosen = choice === null ? undefined : byName.get(choice);
  return [...addons.filter((native) => !tagged.includes(native)), ...(chosen === undefined ? [] : [chosen])];
}
