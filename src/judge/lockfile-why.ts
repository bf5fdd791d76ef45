import type { SelectedPackage, Why } from '../ecosystems/lockfiles/selected-package.ts';

/** The reason of a verdict in words: one clause, without a full stop. */
export function describeWhy({ verdict, why, file }: Pick<SelectedPackage, 'verdict' | 'why' | 'file'>): string {
  switch (why.kind) {
    case 'fits':
      return 'a build for the target is selected';
    case 'pure':
      return verdict === 'pure-fallback' ? 'no build fits, the one without native code is taken (slower)' : 'no native code';
    case 'no-fitting-file':
      return noFittingFile(verdict, why);
    case 'no-files':
      return why.hashes > 0
        ? `the lock has ${why.hashes} digests and no file names: the index decides`
        : 'the lock names no files: the index decides';
    case 'from-source':
      return why.source === 'path'
        ? 'built from a folder where it is installed'
        : 'built from a checkout or an archive where it is installed';
    case 'refused':
      return `the package manager refuses the lock, which is for ${why.wanted}`;
    case 'unpinned':
      return 'no version is pinned: the index decides on the day';
    case 'platform-package':
      return file === undefined ? 'the build that a package of the lock opens' : `opens ${file}`;
    case 'no-addon':
      return 'none of its addons is for the target, and nothing builds one';
    case 'opens':
      return `opens ${why.file}`;
    case 'needs-newer':
      return `${why.file} asks for glibc ${why.floor}`;
    case 'missing-entry':
      return `${why.wanted} has no entry in the lock, so it is not installed and the loader finds no module`;
    case 'no-build':
      return `no build for the target is installed (${why.wanted})`;
    case 'may-be-either':
      return `${why.file} does not say for which C library it is built`;
    case 'other-libc':
      return `${why.file} is selected and built for the other C library`;
    case 'mechanism':
      return `its native file comes by ${why.mechanism}: the tarball decides`;
    case 'download': {
      const from = why.file === undefined ? 'a release that no registry lists' : `${why.file}, which no registry lists`;
      return `its native file is fetched by ${why.mechanism} when it is installed, from ${from}${why.compiles ? '; where there is none, it is compiled' : ''}`;
    }
    case 'sign':
      return `has ${why.sign}: the tarball decides`;
    case 'no-sign':
      return 'no sign of native code in the lock; only its files would prove it';
    case 'native-source':
      return `needs ${why.needs}`;
    case 'known':
      return why.note;
    case 'loads':
      return loads(why, file !== undefined);
    case 'load-fails': {
      const others = why.files === 1 ? '' : ` (${why.failed} of its ${why.files} native files)`;
      return `${why.file} does not load on ${why.base}${others}: ${why.message}`;
    }
    case 'needs-library':
      return `${why.file} needs ${why.libraries.join(', ')}, which ${why.base} does not have`;
  }
}

/** `named`: the artifact is named beside it. */
function loads({ file, base, foreign, postponed }: Extract<Why, { kind: 'loads' }>, named: boolean): string {
  if (!foreign) return `the loader of ${base} opens ${named ? 'its native files' : file}`;
  const missing = postponed.slice(0, 3).join(', ');
  const later = missing === '' ? '' : `; ${missing} ${postponed.length === 1 ? 'is' : 'are'} missing when first called`;
  return `${file} is built for the other C library, and the loader of ${base} opens it all the same${later}`;
}

function noFittingFile(verdict: SelectedPackage['verdict'], why: Extract<Why, { kind: 'no-fitting-file' }>): string {
  const near = why.nearest === undefined ? '' : ` (nearest: ${why.nearest})`;
  if (verdict === 'fails') return `no file of the lock fits${near}, and there is no source to build`;
  return `no build of the lock fits${near}; ${why.source ?? 'the source'} is built`;
}
