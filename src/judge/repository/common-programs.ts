/** A program that Dockerfiles call, and what brings it; absent from the bare bases that are named. */
export interface CommonProgram {
  readonly absentFrom: readonly ('alpine' | 'debian')[];
  readonly alpine: string;
  readonly debian: string;
  /** Packages that bring it beside its own, themselves or by what they depend on. */
  readonly broughtBy: RegExp;
}

const both: CommonProgram['absentFrom'] = ['alpine', 'debian'];
const debian: CommonProgram['absentFrom'] = ['debian'];
const compiler = /gcc|g\+\+|clang|build-base|build-essential|sdk|devel|toolchain|abuild|llvm|bear|gfortran|groupinstall/i;
const maker = /make|gcc|g\+\+|build-base|build-essential|sdk|devel|toolchain|abuild|ninja|groupinstall/i;

/**
 * Alpine: the applets of its busybox (data/busybox-options.json was measured on the same roots) and apk-tools. Debian: the packages of priority `required` (slim
 * images have little else).
 */
export const commonPrograms: Readonly<Record<string, CommonProgram | undefined>> = {
  bash: {
    absentFrom: ['alpine'],
    alpine: 'bash',
    debian: 'bash',
    broughtBy: /bash|sdk|abuild|git-(?:flow|extras)|nvm|rbenv|aws|openjdk|java|maven|gradle|mysql|mariadb|postgres|kubectl|helm/,
  },
  curl: { absentFrom: both, alpine: 'curl', debian: 'curl', broughtBy: /curl|sdk|abuild|php|gnupg2?$|rust|cargo/ },
  wget: { absentFrom: debian, alpine: 'wget', debian: 'wget', broughtBy: /wget|lynx|git-annex|reportbug|wine|lxc/ },
  git: {
    absentFrom: both,
    alpine: 'git',
    debian: 'git',
    broughtBy: /git|sdk|abuild|devtools|mercurial|golang|cargo|composer|nodejs|npm|opam|stow|tig/,
  },
  make: { absentFrom: both, alpine: 'make', debian: 'make', broughtBy: maker },
  gcc: { absentFrom: both, alpine: 'build-base', debian: 'build-essential', broughtBy: compiler },
  'g++': { absentFrom: both, alpine: 'build-base', debian: 'build-essential', broughtBy: compiler },
  cc: { absentFrom: both, alpine: 'build-base', debian: 'build-essential', broughtBy: compiler },
  cmake: { absentFrom: both, alpine: 'cmake', debian: 'cmake', broughtBy: /cmake|extra/ },
  jq: { absentFrom: both, alpine: 'jq', debian: 'jq', broughtBy: /jq/ },
  unzip: { absentFrom: debian, alpine: 'unzip', debian: 'unzip', broughtBy: /zip|bazel|sdkman/ },
  zip: { absentFrom: both, alpine: 'zip', debian: 'zip', broughtBy: /zip/ },
  rsync: { absentFrom: both, alpine: 'rsync', debian: 'rsync', broughtBy: /rsync|backup/ },
  sudo: { absentFrom: both, alpine: 'sudo', debian: 'sudo', broughtBy: /sudo|doas/ },
  envsubst: { absentFrom: both, alpine: 'envsubst', debian: 'gettext-base', broughtBy: /gettext|envsubst|git|nginx/ },
};
