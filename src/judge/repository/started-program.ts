import { kindFacts } from '../../bases/kind-facts.ts';
import type { Command } from '../../dockerfile/stages/build-graph.ts';
import type { Place } from './place.ts';
import type { StageContext } from './stage-facts.ts';

/** What a container of the stage starts, as far as the file says it; null where base image or nobody says it. */
export function startedCommand({ stage }: StageContext): { readonly argv: readonly string[]; readonly command: Command } | null {
  const { entrypoint, cmd } = stage.config;
  const first = entrypoint ?? cmd;
  if (first === undefined || first === null) return null;
  const rest = entrypoint !== undefined && entrypoint !== null && entrypoint.form === 'exec' && cmd?.form === 'exec' ? cmd.argv : [];
  return { argv: [...first.argv, ...rest], command: first };
}

/** The base is a bare distribution, or nothing: what is in it is known. */
export function isBareBase({ classification, name }: Place): boolean {
  return name === 'scratch' || classification?.rule === 'base-distro';
}

/** False where the catalogue says that the base has none; null where it does not say. */
export function baseHasShell({ classification, name, libc }: Place): boolean | null {
  if (name === 'scratch') return false;
  if (classification === null || classification.family === 'unknown' || libc === null) return null;
  const { shell } = kindFacts(classification);
  return shell === null ? false : /unknown|not in the tables/.test(shell) ? null : true;
}

/** Something comes into the image that the file does not tell: a COPY of a whole folder, ADD of an archive, a script that is not seen. */
export function takesUnseenPrograms({ chain, locks }: StageContext): boolean {
  return chain.some(({ steps }) =>
    steps.some(
      (step) =>
        (step.kind === 'copy' || step.kind === 'add') &&
        // A script that is there to be read brings no program.
        !(step.from.kind === 'context' && step.sources.every((source) => locks.text(source) !== null)) &&
        (/^\/?(?:usr\/?|usr\/local\/?|opt\/?|s?bin\/?|usr\/(?:local\/)?s?bin\/?|busybox\/?)?$/.test(step.destination) ||
          step.sources.some((source) => /^\/?$|\/bin(?:\/|$)|busybox|\.tar|^\/usr(?:\/local)?\/?$|rootfs/.test(source))),
    ),
  );
}
