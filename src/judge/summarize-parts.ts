import type { PartsSummary } from '../report/report.ts';
import type { Software } from './software.ts';

const mostFolders = 6;

/** How the files of an image divide: what its base brought, what was installed on top, the language runtime, and the application. */
export function summarizeParts(software: Software): PartsSummary {
  const files = { base: 0, packages: 0, runtime: 0, application: 0 };
  const added = new Set<string>();
  const folders = new Map<string, number>();
  for (const entry of software.rootfs.tree.entries()) {
    if (entry.type === 'dir') continue;
    const part = software.partOf(entry);
    files[part]++;
    if (part === 'packages') added.add(software.packages.ownerOf(entry.path)?.name ?? '');
    if (part === 'application') folders.set(topFolder(entry.path), (folders.get(topFolder(entry.path)) ?? 0) + 1);
  }
  return {
    base: { files: files.base },
    packages: { files: files.packages, names: [...added].toSorted() },
    runtimes: software.runtimes
      .filter(({ program }) => isRuntime(software, program))
      .map(({ kind, command, version }) => ({ kind, program: command, ...(version === undefined ? {} : { version }) })),
    application: {
      files: files.application,
      folders: [...folders]
        .toSorted((a, b) => b[1] - a[1])
        .slice(0, mostFolders)
        .map(([folder]) => folder),
    },
  };
}

function isRuntime(software: Software, program: string): boolean {
  const found = software.rootfs.tree.lookup(program);
  return found.ok && software.partOf(found.entry) === 'runtime';
}

/** `/app` of `/app/node_modules/x`, `/usr/local/bin` of `/usr/local/bin/tool`: deep enough to be recognised. */
function topFolder(path: string): string {
  const names = path.split('/').slice(1, -1);
  const depth = names[0] === 'usr' ? (names[1] === 'local' ? 3 : 2) : 1;
  return `/${names.slice(0, depth).join('/')}`;
}
