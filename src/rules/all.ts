import type { RunnableRule } from '../judge/rule.ts';
import { missingBuild } from './missing-build/rule.ts';
import { missingInterpreter } from './missing-interpreter/rule.ts';
import { missingLibrary } from './missing-library/rule.ts';
import { missingProgram } from './missing-program/rule.ts';
import { missingSymbol } from './missing-symbol/rule.ts';
import { missingVersion } from './missing-version/rule.ts';
import { notExecutable } from './not-executable/rule.ts';
import { replacedLink } from './replaced-link/rule.ts';
import { scriptInterpreterRule } from './script-interpreter/rule.ts';
import { secondWallRule } from './second-wall/rule.ts';
import { silentCrash } from './silent-crash/rule.ts';
import { staticTls } from './static-tls/rule.ts';
import { undecided } from './undecided/rule.ts';
import { unloadableFile } from './unloadable-file/rule.ts';
import { unseenModule } from './unseen-module/rule.ts';
import { wrongMachine } from './wrong-machine/rule.ts';

/** In the order in which a user would meet the failures: the program, its loader, libraries, versions, symbols, and what breaks later. */
export const imageRules: readonly RunnableRule[] = [
  missingProgram,
  notExecutable,
  wrongMachine,
  missingInterpreter,
  secondWallRule,
  scriptInterpreterRule,
  missingBuild,
  missingLibrary,
  unloadableFile,
  missingVersion,
  missingSymbol,
  staticTls,
  unseenModule,
  silentCrash,
  replacedLink,
  undecided,
];
