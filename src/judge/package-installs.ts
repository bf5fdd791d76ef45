import type { JudgedArtifact } from './judged-artifact.ts';
import type { PackagedLibrary } from './packaged-libraries.ts';

export interface PackageUse {
  readonly name: string;
  readonly libraries: readonly PackagedLibrary[];
  readonly users: readonly JudgedArtifact[];
}

/** The packages of a target that artifacts in use count on, each once. */
export function factsOfPackages(artifacts: readonly JudgedArtifact[], packaged: readonly PackagedLibrary[]): readonly PackageUse[] {
  const uses = new Map<string, { libraries: Set<PackagedLibrary>; users: JudgedArtifact[] }>();
  for (const artifact of artifacts) {
    if (artifact.use === 'other' || artifact.outcome === 'unknown') continue;
    const loaded = new Set(artifact.result?.objects.map(({ path }) => path));
    for (const library of packaged) {
      if (library.package === null || !loaded.has(library.path)) continue;
      const use = uses.get(library.package) ?? { libraries: new Set(), users: [] };
      uses.set(library.package, use);
      use.libraries.add(library);
      if (use.users.at(-1) !== artifact) use.users.push(artifact);
    }
  }
  return [...uses].map(([name, { libraries, users }]) => ({ name, libraries: [...libraries], users }));
}

/** `apk add --no-cache NAMES`, in the words of the package manager; null stands for none that is known. */
export function installCommand(packageManager: string | null, names: readonly string[]): string {
  const command = Object.hasOwn(commands, packageManager ?? '') ? commands[packageManager ?? ''] : undefined;
  return `${command ?? 'install'} ${names.join(' ')}`;
}

const commands: Readonly<Record<string, string | undefined>> = {
  apk: 'apk add --no-cache',
  'apt-get': 'apt-get install -y --no-install-recommends',
  apt: 'apt-get install -y --no-install-recommends',
  dnf: 'dnf install -y',
  microdnf: 'microdnf install -y',
  yum: 'yum install -y',
  tdnf: 'tdnf install -y',
  zypper: 'zypper install -y',
};
