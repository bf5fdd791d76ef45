import { machineNumber, selectionTargetOf } from '../../ecosystems/lockfiles/lock-selection.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import type { NativeContents } from '../../ecosystems/lockfiles/native-contents.ts';
import type { SelectedPackage } from '../../ecosystems/lockfiles/selected-package.ts';
import { coordinate } from '../../ecosystems/java/select-java.ts';
import { nativesOfJar } from '../../ecosystems/java/natives-of-jar.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';
import { classifyElf } from '../classify-elf.ts';
import type { LaidOut, OpenedFile } from './laid-out.ts';

/** Natives of JARs as their libraries unpack them: each to a folder of its own. Opened is what the library itself chooses on the target. */
export function layOutJava(packages: readonly SelectedPackage[], target: LockTarget, jars: ReadonlyMap<string, NativeContents>): LaidOut {
  const files = new Map<string, ElfFacts>();
  const opened: OpenedFile[] = [];
  for (const each of packages) {
    const owner = coordinateOf(each);
    const contents = jars.get(owner);
    if (contents === undefined) continue;
    const natives = contents.natives.flatMap(({ path, elf }) =>
      elf === undefined || elf.machine !== machineNumber(target.machine) ? [] : [{ path, elf }],
    );
    const chosen = nativesOfJar(
      each.name,
      natives.map(({ path }) => path),
      selectionTargetOf(target),
    );
    for (const { path, elf } of natives.filter((native) => chosen.has(native.path))) {
      const place = `/tmp/${files.size}/${path.slice(path.lastIndexOf('/') + 1)}`;
      files.set(place, elf);
      const kind = classifyElf(place, elf);
      opened.push({
        owner,
        path: place,
        member: path,
        elf,
        mode: kind === 'program' || kind === 'static-program' ? 'exec' : 'dlopen-lazy',
      });
    }
  }
  return { files, opened };
}

/** The key of a package's JAR; its classifier stands in its file. */
export function coordinateOf({ name, version, file }: Pick<SelectedPackage, 'name' | 'version' | 'file'>): string {
  return coordinate(name, version, file?.startsWith(`${name}:`) === true ? file.slice(name.length + 1) : undefined);
}
