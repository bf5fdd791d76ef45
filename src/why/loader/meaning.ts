import type { Recognised, RecognisedStart } from '../../loader/recognise/recognised.ts';

/** One sentence: who says what of which file. */
export function loaderMeaning(fact: Recognised): string {
  if (fact.kind === 'start') return startMeaning(fact);
  const loader = `The loader of ${fact.family}`;
  const { fact: load } = fact;
  switch (load.kind) {
    case 'musl-library':
    case 'glibc-open':
      return `${loader} could not open ${load.name}.`;
    case 'musl-symbol':
    case 'glibc-symbol':
      return `${loader} found nobody who defines ${load.symbol}, which ${load.object} wants.`;
    case 'glibc-reference':
      return `${loader}: ${load.file} does not define ${load.symbol} at version ${load.version}, which ${load.object} wants.`;
    case 'glibc-version':
      return `${loader}: ${load.requiredBy} wants ${load.version} of ${load.object}, which that file does not have.`;
    case 'musl-relocation':
    case 'glibc-relocation':
      return `${loader} does not know a relocation (type ${load.type}) of ${load.object}.`;
    case 'glibc-file':
      return `${loader} found ${load.object} and could not load it: ${load.reason}.`;
    case 'glibc-preload':
      return `${loader} could not preload ${load.object} (${load.source}).`;
    case 'glibc-unversioned':
      return `${loader}: ${load.object} has no version names, which ${load.requiredBy} expects.`;
    case 'glibc-relr':
    case 'glibc-static-tls':
      return `${loader} could not load ${load.object}.`;
    case 'musl-initial-exec':
      return `${loader} could not load ${load.object}: its ${load.symbol} wants a fixed place that only libraries of the start get.`;
    case 'glibc-assertion':
      return `${loader} stopped itself (${load.where}).`;
    case 'musl-not-dynamic':
      return `${load.path} is no dynamic program.`;
    case 'musl-cannot-load':
      return `${loader} could not open ${load.path}.`;
    case 'execve':
      return 'The kernel did not start the program.';
  }
}

function startMeaning({ program, missing, errno, by, interpreter }: RecognisedStart): string {
  const name = program === '' ? 'the program' : program;
  if (errno === 'EACCES') return `${by} was not allowed to start ${name}.`;
  if (errno === 'ENOEXEC') return `The kernel cannot run ${name}: it is in no format that it knows.`;
  if (missing === 'file') return `${by} found no ${name}.`;
  if (missing === 'interpreter')
    return `${name} is there; what should start it${interpreter === undefined ? '' : ` (${interpreter})`} is not.`;
  return `${by} could not start ${name}: it is not there, or what should start it is not; the text does not tell which.`;
}
