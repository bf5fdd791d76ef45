import { commonPrograms } from './common-programs.ts';
import type { CommonProgram } from './common-programs.ts';
import type { Place } from './place.ts';
import { isBareBase } from './started-program.ts';

export interface AbsentProgram {
  /** How to install it there. */
  readonly install: string;
  /** False where a package is installed of which nobody knows what it pulls in. */
  readonly sure: boolean;
}

/** A common program that a bare base does not have, and that none of the packages is known to bring; null where it is there, or nothing is known. */
export function absentProgram(name: string, place: Place, packages: ReadonlySet<string>): AbsentProgram | null {
  const common: CommonProgram | undefined = Object.hasOwn(commonPrograms, name) ? commonPrograms[name] : undefined;
  if (common === undefined) return null;
  const family = place.classification?.family ?? '';
  const side = family === 'alpine' ? 'alpine' : family === 'debian' || family === 'ubuntu' ? 'debian' : null;
  if (side === null || !common.absentFrom.includes(side) || !(isBareBase(place) || plainImages.test(place.name))) return null;
  if ([...packages].some((each) => each === name || common.broughtBy.test(each))) return null;
  return {
    install: side === 'alpine' ? `apk add ${common.alpine} in this stage` : `apt-get install ${common.debian} in this stage`,
    sure: [...packages].every((each) => plainPackages.test(each)),
  };
}

/** Official images that add none of these programs to their Alpine or slim Debian. */
const plainImages =
  /^(?:docker\.io\/)?(?:library\/)?(?:(?:node|python):(?:[\w.]+-)?(?:alpine|slim)|golang:(?:[\w.]+-)?alpine)[\w.-]*(?:@|$)/;
const plainPackages =
  /^(?:ca-certificates|tzdata|bash|curl|wget|git|make|jq|gcc|g\+\+|musl-dev|build-base|build-essential|libc6-dev|libc6-compat|gcompat|openssl|unzip|zip|xz(?:-utils)?|tar|coreutils|findutils|grep|sed|shadow|su-exec|tini|dumb-init|gosu|libstdc\+\+|libgcc|lib[\w.+-]+|[\w.+-]+-(?:dev|libs)|apt-transport-https|gnupg2?|locales|procps|iputils(?:-ping)?|python3(?:-dev|-venv)?|less|vim|nano|rsync|sudo|file|patch|linux-headers|pkgconf|pkg-config)$/;
